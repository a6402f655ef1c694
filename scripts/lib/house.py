"""A private Redis and PostgreSQL with the programs running over them, for benchmarks and fault runs.

Everything lives in one folder that is deleted at the end. No other server is touched.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib

import redis

LIB = os.path.dirname(os.path.abspath(__file__))
SERVERS = os.path.join(LIB, "servers.sh")
# Every program that there may be, in the order in which a message meets them, and those that answer a user.
STAGES = ("ingest", "router", "notifier", "sla-monitor", "survey", "metrics-aggregator")
ANSWERING = STAGES[:3]
# What each of them reads at least; whatever else it reads shows by its positions.
READS = {"router": "commands", "notifier": "cases", "sla-monitor": "cases", "survey": "cases", "metrics-aggregator": "cases"}

PROGRAMS_HELP = "all (all that are built), three (ingest, router, notifier), or names with commas between them"


def chosen(programs):
    """The stages that an option --programs names; none where it names all."""
    stages = {"all": (), "three": ANSWERING}.get(programs)
    if stages is None:
        stages = tuple(programs.split(","))
        if unknown := set(stages) - set(STAGES):
            raise Failure(f"there is no program {', '.join(sorted(unknown))}; there are {', '.join(STAGES)}")
    return stages


class Failure(Exception):
    """Something that ends the run, as a sentence for the operator."""


def partition_of(key, count):
    """The partition of a conversation (or, for directory entries, of a user or admin)."""
    return zlib.crc32(key.encode()) % count


def processor_seconds(pid):
    """The processor time that a process and the children that it has waited for have used."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


class Worker:
    """One running program."""

    def __init__(self, house, stage, number, environment):
        self.stage = stage
        self.name = f"{stage}-{number}"
        self.log_path = os.path.join(house.folder, "log", f"{self.name}.log")
        self.environment = environment
        self.house = house
        self.process = None
        self.stopped = False

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [os.path.join(self.house.programs, self.stage)],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.stopped = False
        return self

    @property
    def pid(self):
        return self.process.pid

    @property
    def runs(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        if self.runs:
            self.process.send_signal(number)
            self.stopped = number == signal.SIGSTOP

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait(10)

    def terminate(self, timeout=30):
        """Asks it to drain; returns the exit status and how many seconds it took."""
        if self.stopped:
            self.signal(signal.SIGCONT)
        began = time.monotonic()
        self.signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            status = None
        return status, time.monotonic() - began

    def memory_peak(self):
        """The most memory it has had resident, in bytes."""
        with open(f"/proc/{self.pid}/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return 0

    def processor_seconds(self):
        """The processor time it has used so far."""
        return processor_seconds(self.pid)

    def last_words(self, lines=15):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:])


class House:
    """The servers and the programs."""

    def __init__(self, programs, stages=(), prefix="saypro", through="socket"):
        """A house of the programs in the folder `programs`: of those stages, or of all that are built there."""

        def is_built(program):
            return os.access(os.path.join(programs, program), os.X_OK)

        for program in (*(stages or ANSWERING), "saypro"):
            if not is_built(program):
                raise Failure(f"{program} is not built in {programs}")
        self.stages = tuple(stages) or tuple(filter(is_built, STAGES))
        self.programs = programs
        self.prefix = prefix
        self.through = through
        self.folder = tempfile.mkdtemp(prefix="saypro-house.", dir="/tmp")
        os.chmod(self.folder, 0o755)
        os.mkdir(os.path.join(self.folder, "log"))
        self.workers = []
        self.partitions = 16
        self.database = "saypro"
        # An exception, so that the servers and programs are stopped on the way out.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    def __enter__(self):
        try:
            for kind in ("redis", "postgres"):
                self.server("start", kind)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        # `timeout` sends the signal twice: the second one must not end the way out.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for worker in self.workers:
            if worker.runs:
                worker.kill()
        for kind in ("redis", "postgres"):
            self.server("remove", kind, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def server(self, verb, kind, check=True):
        """Runs a command of servers.sh on one of the two servers; returns what it printed."""
        done = subprocess.run(
            ["bash", SERVERS, verb, kind, self.folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
        if check and done.returncode:
            raise Failure(f"{kind} could not {verb}: {done.stderr.strip()}")
        return done.stdout.strip()

    def redis_processor_seconds(self):
        """The processor time that Redis has used so far."""
        return processor_seconds(self.server("pid", "redis"))

    def postgres_processor_seconds(self):
        """The processor time that PostgreSQL with all its processes, ended ones too, has used so far."""
        postmaster = self.server("pid", "postgres")
        with open(f"/proc/{postmaster}/task/{postmaster}/children", encoding="ascii") as children:
            return sum(processor_seconds(pid) for pid in (postmaster, *children.read().split()))

    def server_processor_seconds(self):
        """The processor time that Redis and PostgreSQL with all its processes have used so far."""
        return self.redis_processor_seconds() + self.postgres_processor_seconds()

    @property
    def redis_socket(self):
        return self.server("socket", "redis")

    @property
    def redis_url(self):
        return f"unix://{self.redis_socket}" if self.through == "socket" else self.server("url", "redis")

    @property
    def database_url(self):
        return self.url_of(self.database)

    def url_of(self, database):
        folder = self.server("socket", "postgres")
        return f"postgresql://saypro@/{database}?host={folder}&port=5432"

    def redis(self, **options):
        """A client of the private Redis."""
        return redis.Redis(unix_socket_path=self.redis_socket, decode_responses=True, **options)

    def environment(self, **more):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("SAYPRO_")}
        kept.update(
            REDIS_URL=self.redis_url,
            DATABASE_URL=self.database_url,
            SAYPRO_PREFIX=self.prefix,
            SAYPRO_LOG_FORMAT="json",
            SAYPRO_LOG_LEVEL=os.environ.get("SAYPRO_LOG_LEVEL", "info"),
            # Several of a program stand side by side: none takes the port that is the default.
            SAYPRO_HTTP="",
        )
        kept.update(more)
        return kept

    def sql(self, text, database=None, timeout=120):
        """Runs SQL through psql; returns the rows as lists of strings."""
        url = self.url_of(database or self.database)
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-d", url],
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=timeout,
            check=False,
        )
        if done.returncode:
            raise Failure(f"psql: {done.stderr.strip()}")
        return [line.split("\x1f") for line in done.stdout.splitlines() if line]

    def saypro(self, *arguments, check=True, timeout=300):
        """Runs the operator's tool; returns the finished process."""
        done = subprocess.run(
            [os.path.join(self.programs, "saypro"), *arguments],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and done.returncode:
            raise Failure(f"saypro {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done

    @property
    def unread(self):
        """The query for how many events the stages have still to read."""
        reads = ", ".join(f"('{stage}', '{READS[stage]}')" for stage in self.stages if stage in READS)
        return f"""SELECT coalesce(sum(heads.seq - coalesce(positions.seq, 0)), 0) FROM pipeline.heads
            JOIN (SELECT * FROM (VALUES {reads}) AS known UNION SELECT stage, topic FROM pipeline.positions)
                AS reading (stage, topic) USING (topic)
            LEFT JOIN pipeline.positions USING (stage, topic, partition)"""

    def fresh(self, database):
        """Begins again with an empty Redis and an empty database of this name, migrated."""
        self.redis().flushall()
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', "postgres")
        self.sql(f'CREATE DATABASE "{database}"', "postgres")
        self.database = database
        self.migrate()

    def migrate(self):
        self.saypro("migrate", "--partitions", str(self.partitions))

    def start(self, stage, number=1, **environment):
        """Starts one program and remembers it."""
        worker = Worker(self, stage, number, self.environment(**environment)).start()
        self.workers.append(worker)
        return worker

    def stop_workers(self):
        for worker in self.workers:
            if worker.runs:
                worker.terminate()
        self.workers.clear()
