"""What the drills share: PostgreSQL servers that can be copied and promoted, and the programs."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from redises import Alone

STAGES = ("ingest", "router", "notifier", "sla-monitor", "survey", "metrics-aggregator")

# What is ended by a supervisor removes its servers too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def account():
    """As whom PostgreSQL runs: it refuses root."""
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.geteuid() == 0 else []


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def binaries():
    root = "/usr/lib/postgresql"
    newest = max((v for v in os.listdir(root) if v.isdigit()), key=int)
    return os.path.join(root, newest, "bin")


class Database:
    """One PostgreSQL server in a folder of its own, reached through its socket."""

    def __init__(self, folder, name, port):
        self.folder = os.path.join(folder, name)
        self.name = name
        self.port = port
        os.makedirs(self.folder, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")

    @property
    def data(self):
        return os.path.join(self.folder, "data")

    def run(self, program, *arguments, check=True):
        command = [*account(), os.path.join(binaries(), program), *arguments]
        return subprocess.run(command, check=check, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def create(self, settings):
        self.run("initdb", "-D", self.data, "-U", "saypro", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.configure({"listen_addresses": "''", "max_connections": "200", "wal_level": "replica", **settings})

    def configure(self, settings):
        with open(os.path.join(self.data, "postgresql.auto.conf"), "a", encoding="utf-8") as conf:
            for name, value in settings.items():
                conf.write(f"{name} = {value}\n")

    def start(self):
        options = f"-c port={self.port} -c unix_socket_directories='{self.folder}'"
        self.run("pg_ctl", "-D", self.data, "-l", os.path.join(self.folder, "log"), "-w", "-t", "60", "-o", options, "start")

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", check=False)

    def kill(self):
        """Ends every process at once, as a machine that loses its power does."""
        with open(os.path.join(self.data, "postmaster.pid"), encoding="ascii") as pid_file:
            postmaster = int(pid_file.readline())
        children = subprocess.run(["pgrep", "-P", str(postmaster)], stdout=subprocess.PIPE, text=True, check=False)
        for pid in [postmaster, *map(int, children.stdout.split())]:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass

    def copy_from(self, other, *options):
        shutil.rmtree(self.data, ignore_errors=True)
        self.run("pg_basebackup", "-D", self.data, "-d", f"{other.conninfo} application_name={self.name}", *options)

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    @property
    def conninfo(self):
        return f"host={self.folder} port={self.port} user=saypro"

    def sql(self, statement, database="saypro"):
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", f"{self.conninfo} dbname={database}", "-c", statement]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class Office:
    """A folder with a Redis and the programs, which use the database at `url`."""

    def __init__(self, serving=False, redis=None, programs=None):
        """With `serving`, each program tells its metrics at a free port of this machine: see `addresses`.

        `programs` is the folder of the built programs, unless SAYPRO_PROGRAMS names it.
        """
        self.addresses = {stage: f"127.0.0.1:{free_port()}" if serving else "" for stage in STAGES}
        self.folder = tempfile.mkdtemp(prefix="saypro-drill.", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.programs = programs or os.environ["SAYPRO_PROGRAMS"]
        self.workers = {}
        self.redis = redis or Alone()
        try:
            self.redis.start(self.folder)
        except BaseException:
            self.remove()
            raise
        self.url = None

    @property
    def environment(self):
        return {
            **os.environ, "REDIS_URL": self.redis.url, "DATABASE_URL": self.url, "SAYPRO_LOG_FORMAT": "json",
            "SAYPRO_CONNECT_TIMEOUT": "60",
        }

    def client(self):
        return self.redis.client()

    def saypro(self, *arguments, check=True):
        program = os.path.join(self.programs, "saypro")
        done = subprocess.run(
            [program, *arguments], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if check and done.returncode != 0:
            raise SystemExit(f"saypro {' '.join(arguments)} ended with {done.returncode}: {done.stdout}")
        return done

    def start(self, *stages, **settings):
        for stage in stages or STAGES:
            environment = {**self.environment, "SAYPRO_HTTP": self.addresses[stage], **settings}
            with open(os.path.join(self.folder, f"{stage}.log"), "ab") as log:
                self.workers[stage] = subprocess.Popen(
                    [os.path.join(self.programs, stage)], env=environment, stdin=subprocess.DEVNULL,
                    stdout=log, stderr=log,
                )

    def kill(self, stage):
        worker = self.workers.pop(stage)
        worker.kill()
        worker.wait(10)

    def stop(self):
        for worker in self.workers.values():
            worker.terminate()
        for worker in self.workers.values():
            worker.wait(60)
        self.workers = {}

    def settle(self, limit=120):
        """Waits until `saypro verify --settled` finds no difference; answers what it last said otherwise."""
        end = time.monotonic() + limit
        while True:
            done = self.saypro("verify", "--settled", check=False)
            if done.returncode == 0:
                return None
            if time.monotonic() > end:
                return done.stdout
            time.sleep(1)

    def remove(self):
        for worker in self.workers.values():
            worker.kill()
        self.redis.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
