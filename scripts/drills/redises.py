"""The Redis servers that drills run over, all on loopback."""

import os
import random
import socket
import subprocess
import time

import redis

SERVERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib", "servers.sh")
PARTITIONS = 8
# The settings of a server that keeps data.
DATA = (
    "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction", "--proto-max-bulk-len", "1mb",
    "--repl-diskless-sync-delay", "0",
)


def wait_until(what, condition, limit=60):
    """Asks until it holds; an error of Redis means not yet. Answers how many seconds that took."""
    began = time.monotonic()
    while True:
        try:
            if condition():
                return time.monotonic() - began
        except redis.exceptions.RedisError:
            pass
        if time.monotonic() - began > limit:
            raise SystemExit(f"waited in vain for {what}")
        time.sleep(0.02)


def client_of(port, timeout=2):
    return redis.Redis(port=port, decode_responses=True, socket_timeout=timeout, socket_connect_timeout=timeout)


def _is_free(port):
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _port():
    """A free port that has a free one for the Cluster's own talk 10,000 above it."""
    while True:
        port = random.randrange(12_000, 20_000)
        if _is_free(port) and _is_free(port + 10_000):
            return port


class Server:
    """A redis-server of the drill's own, which keeps its port and its folder when it is killed and started again."""

    def __init__(self, folder, *options):
        self.port = _port()
        self.folder = os.path.join(folder, f"redis-{self.port}")
        self.options = options
        self.process = None
        os.makedirs(self.folder)

    def start(self, *more):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [
                    "redis-server", *self.options, *more, "--dir", self.folder, "--bind", "127.0.0.1", "--port", str(self.port),
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        wait_until(f"the Redis at {self.port}", self.client().ping, 20)
        return self

    def client(self):
        return client_of(self.port)

    @property
    def is_master(self):
        return self.client().execute_command("ROLE")[0] == "master"

    @property
    def follows(self):
        """Whether it is a replica that has all that its master has sent."""
        facts = self.client().info("replication")
        return facts["role"] == "slave" and facts["master_link_status"] == "up"

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait(10)
            self.process = None


class Alone:
    """One server, as `scripts/lib/servers.sh` runs it."""

    def start(self, folder):
        self.folder = folder
        subprocess.run([SERVERS, "start", "redis", folder], check=True)
        self.url = subprocess.run([SERVERS, "url", "redis", folder], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def client(self):
        return redis.Redis.from_url(self.url, decode_responses=True, socket_timeout=5)

    def shards(self):
        """The servers to write to, each with its partitions."""
        return [(self.client(), range(PARTITIONS))]

    def remove(self):
        subprocess.run([SERVERS, "remove", "redis", self.folder], check=False)
