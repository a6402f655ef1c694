"""Receives webhooks as a stranger's service would, well or badly, with Python's standard library alone.

usage: receiver.py SECRET [CERTIFICATE KEY]

Prints as JSON its ports, and then a line for each request that it has read: the path, the `Host` header, whether the
signature is right, the number of its connection, the address it came to, and the name that TLS asked for. The path
says how it behaves. The port `mute` takes connections and never says a word.
"""

import hmac
import http.server
import itertools
import json
import socket
import ssl
import sys
import threading
import time

from signatures import signature

SECRET = sys.argv[1]
numbers = itertools.count(1)
printing = threading.Lock()


def say(**facts):
    with printing:
        print(json.dumps(facts), flush=True)


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        self.number = next(numbers)
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().setup()

    def log_message(self, *arguments):
        pass

    def is_signed(self, body):
        expected = signature(SECRET, self.headers["webhook-id"], self.headers["webhook-timestamp"], body)
        is_recent = abs(time.time() - int(self.headers["webhook-timestamp"])) < 300
        return is_recent and any(
            hmac.compare_digest(expected, given) for given in self.headers["webhook-signature"].split(" ")
        )

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        is_signed = self.is_signed(body)
        say(
            path=self.path, host=self.headers["host"], signed=is_signed, connection=self.number, bytes=len(body),
            address=self.request.getsockname()[0], name=getattr(self.request, "asked_name", None),
            id=self.headers["webhook-id"],
        )  # fmt: skip
        _, verb, *rest = self.path.partition("?")[0].split("/")
        getattr(self, "act_" + verb.replace("-", "_"))(is_signed, *rest)

    def answer(self, status, *headers, body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data):
        self.wfile.write(data)
        self.wfile.flush()

    def drip(self, data, seconds=0.02):
        self.close_connection = True
        try:
            for byte in data:
                self.raw(bytes([byte]))
                time.sleep(seconds)
        except OSError:
            pass

    def act_ok(self, is_signed):
        self.answer(204 if is_signed else 401)

    def act_slow(self, is_signed):
        time.sleep(0.2)
        self.answer(204)

    def act_close(self, is_signed):
        self.answer(204, ("Connection", "close"))

    def act_abandon(self, is_signed):
        self.answer(204)
        self.close_connection = True

    def act_status(self, is_signed, status, *wait):
        self.answer(int(status), *[("Retry-After", wait[0].replace("_", " "))] if wait else [], body=b"{}")

    def act_redirect(self, is_signed, status, port):
        self.answer(int(status), ("Location", f"http://127.0.0.1:{port}/ok"))

    def act_silent(self, is_signed):
        self.rfile.read(1)

    def act_drip_head(self, is_signed):
        self.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 1000)

    def act_drip_body(self, is_signed):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        self.drip(b"x" * 100000)

    def act_drip_hints(self, is_signed):
        self.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, 0.001)

    def act_huge_body(self, is_signed):
        self.close_connection = True
        try:
            self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                self.raw(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        except OSError:
            pass

    def act_huge_head(self, is_signed):
        self.close_connection = True
        try:
            self.raw(b"HTTP/1.1 200 OK\r\n")
            while True:
                self.raw(b"X-Long: " + b"x" * 1000 + b"\r\n")
        except OSError:
            pass

    def act_garbage(self, is_signed):
        self.raw(b"220 mail.example.com ESMTP\r\n")
        self.close_connection = True

    def act_hang_up(self, is_signed):
        self.close_connection = True

    def act_twice(self, is_signed):
        self.raw(b"HTTP/1.1 204 No Content\r\n\r\n")
        time.sleep(0.2)
        try:
            self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            pass

    def act_slow_no(self, is_signed):
        time.sleep(0.6)
        self.answer(410)

    def act_chatter(self, is_signed):
        # In one piece: what came later would rightly be taken for the answer to the next request.
        self.raw(b"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    context = None

    def finish_request(self, request, address):
        # In the connection's own thread, so that no handshake holds up another.
        if self.context:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except (OSError, ssl.SSLError):
                return
        try:
            super().finish_request(request, address)
        except OSError:
            pass
        finally:
            self.shutdown_request(request)

    def handle_error(self, request, address):
        pass


def remember(connection, name, context):
    connection.asked_name = name


def main():
    server = Server(("0.0.0.0", 0), Receiver)
    if len(sys.argv) > 2:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(sys.argv[2], sys.argv[3])
        server.context.sni_callback = remember
    mute = socket.create_server(("127.0.0.1", 0))
    say(port=server.server_port, mute=mute.getsockname()[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
