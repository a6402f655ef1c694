"""A client of Redis that costs next to nothing: what takes a latency must not be what keeps the machine busy."""

import socket

from load import command


class Wire:
    """One connection; replies are bytes, numbers, lists of these, or None."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.read = b""
        self.at = 0

    def ask(self, *words):
        return self.send(command(*words))

    def send(self, data):
        """Sends a command that is ready as bytes, and waits for its reply."""
        self.socket.sendall(data)
        reply = self.reply()
        self.read, self.at = self.read[self.at :], 0
        return reply

    def reply(self):
        line = self.line()
        kind, rest = line[:1], line[1:]
        if kind == b"$":
            return None if rest == b"-1" else self.bulk(int(rest))
        if kind == b"*":
            return None if rest == b"-1" else [self.reply() for _ in range(int(rest))]
        if kind == b"-":
            raise RuntimeError(f"Redis: {rest.decode()}")
        return int(rest) if kind == b":" else rest

    def line(self):
        while (end := self.read.find(b"\r\n", self.at)) < 0:
            self.more()
        line, self.at = self.read[self.at : end], end + 2
        return line

    def bulk(self, length):
        end = self.at + length
        while len(self.read) < end + 2:
            self.more()
        data, self.at = self.read[self.at : end], end + 2
        return data

    def more(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise RuntimeError("Redis closed the connection")
        self.read += data
