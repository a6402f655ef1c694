"""A mail server on loopback that does as the recipient's name says; aiosmtpd speaks SMTP, and plain sockets the faults.

usage: mail-server.py FOLDER MODE [tls | starttls] [auth]

Writes its port to FOLDER/port, each message as it came to FOLDER/N.eml, and a line of JSON for each to FOLDER/log.
Mode `aiosmtpd` speaks SMTP. The others: `loris` notes the connection and greets a byte at a time, `cut-content` ends
the connection within the message, `half-answer` within the answer to it, `garbage` does not speak SMTP, `one-message`
says 421 to the second one, `shut` closes after each message without a word, `early-421` says 421 and closes while the
message is on its way.
"""

import asyncio
import json
import os
import ssl
import sys

FOLDER, MODE, *OPTIONS = sys.argv[1:]
CONNECTIONS = 0
MESSAGES = 0
SEEN = set()


def store(content, **facts):
    global MESSAGES
    MESSAGES += 1
    with open(f"{FOLDER}/{MESSAGES}.eml", "wb") as file:
        file.write(content)
    with open(f"{FOLDER}/log", "a", encoding="utf-8") as log:
        log.write(json.dumps({"file": f"{MESSAGES}.eml", **facts}) + "\n")


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "553 5.1.8 Sender not known here"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "unknown":
            return "550 5.1.1 No such user here"
        if name == "full":
            return "452 4.2.2 Mailbox full"
        if name == "closing":
            return "421 4.3.2 Closing"
        if name == "grey" and address not in SEEN:
            SEEN.add(address)
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "spam":
            return "554 5.7.1 Not wanted"
        if name == "later":
            return "451 4.3.0 Not now"
        store(
            envelope.content,
            sender=envelope.mail_from,
            recipient=envelope.rcpt_tos[0],
            recipients=len(envelope.rcpt_tos),
            connection=server.number,
            tls=server.transport.get_extra_info("ssl_object") is not None,
            account=session.auth_data,
            smtputf8="SMTPUTF8" in envelope.mail_options,
        )
        if name == "cut":
            server.transport.abort()
            await asyncio.sleep(3600)
        if name == "silent":
            await asyncio.sleep(3600)
        return f"250 2.0.0 Queued as {MESSAGES}\r\n".strip()


def authenticate(server, session, envelope, mechanism, data):
    from aiosmtpd.smtp import AuthResult

    user, password = data.login.decode(), data.password.decode()
    good = (user, password) == ("office", "pass wörd")
    return AuthResult(success=good, handled=False, auth_data=user)


def make_speaker(context):
    from aiosmtpd.smtp import SMTP

    def make():
        global CONNECTIONS
        CONNECTIONS += 1
        server = SMTP(
            Handler(),
            hostname="mail.example",
            enable_SMTPUTF8=True,
            tls_context=context if "starttls" in OPTIONS else None,
            require_starttls="starttls" in OPTIONS,
            authenticator=authenticate if "auth" in OPTIONS else None,
            auth_required="auth" in OPTIONS,
            auth_require_tls="starttls" in OPTIONS,
        )
        server.number = CONNECTIONS
        return server

    return make


async def converse(reader, writer):
    """Speaks just enough SMTP to bring about a fault."""
    global CONNECTIONS
    CONNECTIONS += 1
    number = CONNECTIONS
    say = writer.write
    if MODE == "garbage":
        say(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read(1000)
        writer.close()
        return
    if MODE == "loris":
        store(b"")
        while True:
            say(b"2")
            await writer.drain()
            await asyncio.sleep(0.1)
    say(b"220 mail.example\r\n")
    taken = 0
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            say(b"250-mail.example\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            say(b"354 Go on\r\n")
            if MODE == "cut-content":
                await reader.readexactly(1000)
                writer.transport.abort()
                return
            if MODE == "early-421":
                await reader.readexactly(1000)
                say(b"421 4.3.2 Closing\r\n")
                await writer.drain()
                writer.close()
                return
            content = await reader.readuntil(b"\r\n.\r\n")
            taken += 1
            store(content[:-3], connection=number)
            if MODE == "half-answer":
                say(b"250 2.0.0 Que")
                await writer.drain()
                writer.close()
                return
            say(b"250-2.0.0 Queued\r\n250 2.0.0 for good\r\n")
            if MODE == "shut":
                await writer.drain()
                writer.close()
                return
        elif verb == b"MAIL" and MODE == "one-message" and taken:
            say(b"421 4.4.2 One message is enough\r\n")
            await writer.drain()
            writer.close()
            return
        elif verb == b"QUIT":
            say(b"221 Bye\r\n")
            writer.close()
            return
        else:
            say(b"250 OK\r\n")


async def main():
    context = None
    if "tls" in OPTIONS or "starttls" in OPTIONS:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(f"{FOLDER}/certificate.pem", f"{FOLDER}/key.pem")
    direct = context if "tls" in OPTIONS else None
    if MODE == "aiosmtpd":
        loop = asyncio.get_running_loop()
        server = await loop.create_server(make_speaker(context), "127.0.0.1", 0, ssl=direct)
    else:
        server = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=direct, limit=1 << 26)
    port = server.sockets[0].getsockname()[1]
    with open(f"{FOLDER}/port.new", "w", encoding="utf-8") as file:
        file.write(str(port))
    os.rename(f"{FOLDER}/port.new", f"{FOLDER}/port")
    await server.serve_forever()


asyncio.run(main())
