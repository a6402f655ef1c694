"""A way to PostgreSQL that breaks off between a COMMIT and its answer: the server has committed, the client cannot know.

usage: cut-at-commit.py DATABASE_URL FOLDER --every N --times M

Listens on FOLDER/.s.PGSQL.5432, passes everything to the Unix socket of DATABASE_URL, and of every N answers to a COMMIT
it keeps one back and drops both connections instead, M times in all.
"""

import argparse
import os
import socket
import sys
import threading
import urllib.parse

ANSWER = b"C\x00\x00\x00\x0bCOMMIT\x00"


class Cutter:
    """Counts the answers to COMMIT and says which of them must not arrive."""

    def __init__(self, every, times):
        self.every = every
        self.times = times
        self.seen = 0
        self.cuts = 0
        self.lock = threading.Lock()

    def must_cut(self, answers):
        with self.lock:
            self.seen += answers
            if self.cuts == self.times or self.seen < self.every:
                return False
            self.seen = 0
            self.cuts += 1
            print(f"cut {self.cuts}", flush=True)
            return True


def drop(*connections):
    for connection in connections:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()


def forward(source, target):
    """Passes on what the client says."""
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
    except OSError:
        pass
    drop(source, target)


def answer(server, client, cutter):
    """Passes on what the server says, up to an answer that must not arrive."""
    held = b""
    try:
        while data := server.recv(1 << 16):
            # The answer may be spread over two reads.
            window = held + data
            held = window[-(len(ANSWER) - 1) :]
            if (answers := window.count(ANSWER)) and cutter.must_cut(answers):
                break
            client.sendall(data)
    except OSError:
        pass
    drop(server, client)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("database_url")
    parser.add_argument("folder")
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(options.database_url).query)
    target = f"{query['host'][0]}/.s.PGSQL.{query.get('port', ['5432'])[0]}"
    cutter = Cutter(options.every, options.times)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(options.folder, ".s.PGSQL.5432"))
    listener.listen(64)
    while True:
        client, _ = listener.accept()
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(target)
        except OSError:
            drop(client, server)
            continue
        threading.Thread(target=forward, args=(client, server), daemon=True).start()
        threading.Thread(target=answer, args=(server, client, cutter), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
