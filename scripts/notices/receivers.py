"""Where notices arrive: a mail server, receivers of webhooks, one that never answers, and the in-app streams."""

import asyncio
import http.server
import json
import socket
import threading
import time

from aiosmtpd.smtp import SMTP

from house import Failure


class Arrivals:
    """When what arrived, by who it was for."""

    def __init__(self):
        self.changed = threading.Condition()
        self.times = {}
        self.count = 0

    def add(self, recipient, *facts):
        with self.changed:
            self.times.setdefault(recipient, []).append((time.monotonic(), *facts))
            self.count += 1
            self.changed.notify_all()

    def wait(self, recipients, seconds):
        """Waits until something has arrived for each; returns those for whom nothing has."""
        ends = time.monotonic() + seconds
        with self.changed:
            while missing := [name for name in recipients if name not in self.times]:
                if not self.changed.wait(ends - time.monotonic()):
                    return missing
        return []


class MailServer:
    """Takes every mail, and notes for whom it was and its Message-ID; while it is held, it takes mails and does not answer."""

    def __init__(self):
        self.arrivals = Arrivals()
        # When the first mail for each was answered.
        self.answered = {}
        self.going = asyncio.Event()
        self.going.set()
        self.loop = asyncio.new_event_loop()
        making = self.loop.create_server(lambda: SMTP(self, hostname="mail.example"), "127.0.0.1", 0)
        self.server = self.loop.run_until_complete(making)
        self.port = self.server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def handle_DATA(self, server, _session, envelope):
        header = envelope.content.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ")
        name = next(line for line in header.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        recipient = envelope.rcpt_tos[0].split("@")[0]
        self.arrivals.add(recipient, name.split(b":", 1)[1].strip().decode())
        await self.going.wait()
        if server.transport and not server.transport.is_closing() and len(self.arrivals.times[recipient]) == 1:
            self.answered[recipient] = time.monotonic()
        return "250 2.0.0 Taken"

    def hold(self):
        self.loop.call_soon_threadsafe(self.going.clear)

    def release(self):
        self.loop.call_soon_threadsafe(self.going.set)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)


class WebhookServer:
    """Takes every webhook, and notes for whom it was and its id."""

    def __init__(self):
        arrivals = self.arrivals = Arrivals()

        class Receiver(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                arrivals.add(body["data"]["recipient"], self.headers["webhook-id"])
                self.send_response(204)
                self.end_headers()

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()


class DeadServer:
    """Takes connections and never says a word."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.connections = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                self.connections.append(self.listener.accept()[0])
            except OSError:
                return

    def close(self):
        self.listener.close()
        for connection in self.connections:
            connection.close()


class Inbox:
    """The in-app streams, read as a back end that pushes to people does."""

    def __init__(self, house):
        self.arrivals = Arrivals()
        self.house = house
        self.ends = False
        self.places = {f"{house.prefix}:inbox:{{{p}}}": "0" for p in range(house.partitions)}
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        client = self.house.redis()
        while not self.ends:
            for stream, entries in client.xread(self.places, count=500, block=200) or ():
                for place, fields in entries:
                    self.places[stream] = place
                    self.arrivals.add(fields["recipient"])

    def close(self):
        self.ends = True
        self.thread.join(5)


def must_be_alive(house):
    for worker in house.workers:
        if not worker.runs:
            raise Failure(f"{worker.name} has ended:\n{worker.last_words()}")
