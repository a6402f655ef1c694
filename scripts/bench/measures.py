"""How a rate, a latency and a memory figure are taken."""

import multiprocessing
import os
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime

from house import Failure, partition_of
from load import command, text_of
from wire import Wire

LIMIT = 1200


class Session:
    """One psql process that answers query after query: cheaper than one process for each."""

    def __init__(self, house):
        self.process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", house.database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )

    def number(self, query):
        self.process.stdin.write(query + ";\n\\echo =\n")
        self.process.stdin.flush()
        value = None
        while (line := self.process.stdout.readline().strip()) != "=":
            if not line and self.process.poll() is not None:
                raise Failure("psql ended")
            value = line or value
        try:
            return int(value or 0)
        except ValueError:
            raise Failure(f"psql: {value}") from None

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


@contextmanager
def running(house, stages, processes=1):
    """The programs, for as long as the block lasts."""
    for stage in stages:
        for number in range(1, processes + 1):
            house.start(stage, number)
    try:
        yield
    finally:
        house.stop_workers()


def check_alive(house):
    for worker in house.workers:
        if not worker.runs:
            raise Failure(f"{worker.name} ended with {worker.process.returncode}:\n{worker.last_words()}")


INGESTED = "SELECT sum(seq) FROM pipeline.heads WHERE topic = 'commands'"
ROUTED = "SELECT sum(seq) FROM pipeline.positions WHERE stage = 'router' AND topic = 'commands'"
NOTIFIED = "SELECT sum(seq) FROM pipeline.positions WHERE stage = 'notifier' AND topic = 'cases'"


def rate(house, messages, progress=NOTIFIED):
    """Messages a second, from the first tenth to the last, while the programs that run get on with their work.

    `progress` is how far they are: INGESTED, ROUTED, or NOTIFIED for the whole way, which ends when every program has
    handled all that it reads.
    """
    whole_way = progress == NOTIFIED
    session = Session(house)
    samples = []
    end = time.monotonic() + LIMIT
    try:
        while True:
            done = session.number(progress)
            samples.append((time.monotonic(), done))
            enough = session.number(INGESTED if whole_way else progress) >= messages
            if enough and (not whole_way or session.number(house.unread) == 0):
                break
            if time.monotonic() > end:
                raise Failure(f"only {samples[-1][1]} of {messages} were handled within {LIMIT} s")
            check_alive(house)
            if parked := session.number("SELECT count(*) FROM api.parked"):
                raise Failure(f"{parked} inputs were parked; such as: {house.sql('SELECT error FROM api.parked LIMIT 1')}")
            time.sleep(0.05)
        if whole_way:
            samples.append((time.monotonic(), session.number(progress)))
    finally:
        session.close()
    total = samples[-1][1]
    finished = samples[-1][0] if whole_way else next(at for at, done in samples if done >= total)
    began, before = next((at, done) for at, done in samples if done * 10 >= total)
    if finished <= began:
        raise Failure("too few messages to measure a rate: it was over before the second look")
    return (total - before) / total * messages / (finished - began)


def yardstick(house, *arguments, prefix="yard", senders=20000):
    """Runs the yardstick on the same servers; returns what it printed."""
    program = os.environ.get("SAYPRO_YARDSTICK")
    environment = dict(
        os.environ,
        REDIS_SOCKET=house.redis_socket,
        DATABASE_URL=house.database_url,
        SAYPRO_PREFIX=prefix,
        SENDERS=str(senders),
        PARTITIONS=str(house.partitions),
    )
    done = subprocess.run(
        [program, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, text=True, timeout=LIMIT, check=False
    )
    if done.returncode:
        raise Failure(f"the yardstick failed: {' '.join(map(str, arguments))}")
    return done.stdout.strip()


# Latency: one process writes on schedule, another notes when each entry comes out.


def write_on_schedule(house, prefix, messages, per_second, label, sent):
    """XADDs one message of a new conversation every 1/per_second seconds; notes the instant before each."""
    client = Wire(house.redis_socket)
    stamps = []
    began = time.monotonic()
    text = text_of(7)
    for number in range(messages):
        due = began + number / per_second
        while (wait := due - time.monotonic()) > 0:
            time.sleep(wait)
        name = f"{label}-{number}"
        added = command(
            "XADD", f"{prefix}:inbound:{{{partition_of(name, house.partitions)}}}", "*",
            "type", "message.post", "id", name, "source", "bench", "conversation", name, "user", name, "role", "user",
            "time", datetime.now(UTC).isoformat(timespec="milliseconds"), "text", text,
        )  # fmt: skip
        stamps.append(time.monotonic())
        client.send(added)
    sent.put(stamps)


def note_arrivals(house, streams, field, label, messages, ready, arrived):
    """Notes when an entry of each message is first seen in the streams, by the field that carries its name."""
    client = Wire(house.redis_socket)
    field, label = field.encode(), f"{label}-".encode()
    positions = {}
    for stream in streams:
        last = client.ask("XREVRANGE", stream, "+", "-", "COUNT", 1)
        positions[stream.encode()] = last[0][0] if last else b"0-0"
    seen = {}
    ready.set()
    quiet = time.monotonic()
    while len(seen) < messages and time.monotonic() - quiet < 20:
        for key, entries in client.ask("XREAD", "BLOCK", 1000, "STREAMS", *positions, *positions.values()) or []:
            at = quiet = time.monotonic()
            for identifier, fields in entries:
                positions[key] = identifier
                name = dict(zip(fields[::2], fields[1::2])).get(field, b"")
                if name.startswith(label):
                    seen.setdefault(int(name.rsplit(b"-", 1)[1]), at)
    arrived.put(seen)


def latencies(house, prefix, outputs, messages, per_second, label, skip):
    """Milliseconds from before XADD to the arrival in each output, ascending; the first `skip` messages warm up.

    `outputs` maps a name to (stream without its partition, field that carries the message's name).
    """
    context = multiprocessing.get_context("fork")
    results, readers = {}, []
    for name, (stream, field) in outputs.items():
        ready, arrived = context.Event(), context.SimpleQueue()
        streams = [f"{prefix}:{stream}:{{{p}}}" for p in range(house.partitions)]
        reader = context.Process(
            target=note_arrivals, args=(house, streams, field, label, messages, ready, arrived), daemon=True
        )
        reader.start()
        ready.wait(10)
        readers.append((name, arrived, reader))
    sent = context.SimpleQueue()
    writer = context.Process(target=write_on_schedule, args=(house, prefix, messages, per_second, label, sent), daemon=True)
    writer.start()
    stamps = sent.get()
    writer.join()
    for name, arrived, reader in readers:
        seen = arrived.get()
        reader.join()
        if len(seen) < messages:
            raise Failure(f"{messages - len(seen)} of {messages} messages never arrived at {name}")
        results[name] = sorted((at - stamps[number]) * 1000 for number, at in seen.items() if number >= skip)
    return results


def percentile(ascending, share):
    """The value at that share, by nearest rank."""
    return ascending[max(0, -(-len(ascending) * share // 100) - 1)]


def whole_house(house, processes=1):
    return running(house, house.stages, processes)
