"""Part h: the sla-monitor with a thousand, a hundred thousand and a million open clocks."""

import os
import time

import measures
from house import Failure
from load import fill

POLICY = """version: 1
sources:
  bench: { publish: [message.post], backfill: true, unlimited: true }
  console: { publish: ["admin.*"] }
promises:
  first: { metric: first_response, target: 24h, warn: [50%] }
  waits: { metric: requester_wait, target: 48h, warn: [90%] }
  works: { metric: agent_work, target: 48h, warn: [90%] }
  whole: { metric: resolution, target: 48h, warn: [90%] }
"""
SENDERS = 2000
DUE = 2000
# Each opens a case, which is two events for the monitor: a thousand a second.
PER_SECOND = 500
DAY = 86_400


def prepare(house, clocks):
    """A database with so many open clocks: one case comes the whole way, the others are its copies."""
    house.fresh(f"clocks{clocks}")
    path = os.path.join(house.folder, "clocks.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(POLICY)
    house.saypro("policy", "apply", path)
    fill(house, 1, 1, f"pattern{clocks}")
    with measures.running(house, ["ingest", "router", "sla-monitor"]):
        wait(house, "SELECT count(*) FROM sla.cases", 1, 30)
    each = int(house.sql("SELECT count(*) FROM sla.clocks WHERE state = 'running'")[0][0])
    cases = -(-clocks // each)
    house.sql(
        f"""
        CREATE TEMP TABLE pattern AS SELECT * FROM sla.cases LIMIT 1;
        INSERT INTO sla.cases (partition, "case", conversation, facts, known_until, next_at)
        SELECT g % {house.partitions}, 'open-' || g, 'open-c-' || g, p.facts, p.known_until, now() + interval '12 hours'
        FROM pattern AS p CROSS JOIN generate_series(1, {cases}) AS g;
        CREATE TEMP TABLE copied AS SELECT * FROM sla.clocks WHERE "case" = (SELECT "case" FROM pattern);
        INSERT INTO sla.clocks
        SELECT (jsonb_populate_record(c, jsonb_build_object(
            'partition', g % {house.partitions}, 'case', 'open-' || g, 'conversation', 'open-c-' || g
        ))).*
        FROM copied AS c CROSS JOIN generate_series(1, {cases}) AS g;
        INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
        SELECT g % {house.partitions}, 'sla-monitor', 'case:open-' || g, now() + interval '12 hours', 'open-c-' || g,
               json_build_object('case', 'open-' || g)::text
        FROM generate_series(1, {cases}) AS g;
        ANALYZE sla.cases, sla.clocks, pipeline.timers;
        """,
        timeout=1200,
    )
    return cases * each


def set_due(house, label, count, first, over):
    """Cases whose first response is due within a time from now on, evenly spread over it."""
    house.sql(
        f"""
        WITH pattern AS (SELECT facts, (regexp_match(facts, '"time":"(\\d+)"'))[1] AS time FROM sla.cases
                         WHERE "case" NOT LIKE 'open-%' AND "case" NOT LIKE 'due-%' LIMIT 1),
        due AS (SELECT g, now() + make_interval(secs => {first} + g * {over}::float8 / {count}) AS at
                FROM generate_series(1, {count}) AS g),
        added AS (
            INSERT INTO sla.cases (partition, "case", conversation, facts, known_until, next_at)
            SELECT d.g % {house.partitions}, 'due-{label}-' || d.g, 'due-{label}-c-' || d.g,
                   replace(p.facts, p.time, (extract(epoch FROM d.at - interval '{DAY} s') * 1000000)::bigint::text),
                   d.at - interval '1 hour', d.at
            FROM pattern AS p CROSS JOIN due AS d
        )
        INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
        SELECT g % {house.partitions}, 'sla-monitor', 'case:due-{label}-' || g, at, 'due-{label}-c-' || g,
               json_build_object('case', 'due-{label}-' || g)::text
        FROM due;
        """
    )


def wait(house, query, least, limit):
    """Asks until the number is reached; returns how long that took."""
    session = measures.Session(house)
    began = time.monotonic()
    try:
        while session.number(query) < least:
            if time.monotonic() - began > limit:
                raise Failure(f"not reached within {limit} s: {query}")
            time.sleep(0.01)
    finally:
        session.close()
    return time.monotonic() - began


def breached(label):
    return (
        "SELECT count(*) FROM pipeline.events WHERE topic = 'clocks' AND type = 'clock.breached' "
        f"AND \"case\" LIKE 'due-{label}-%'"
    )


def monitor(house):
    return next(worker for worker in house.workers if worker.stage == "sla-monitor")


def measure(house, clocks, report, progress, seconds):
    open_clocks = prepare(house, clocks)
    name = f"{clocks:,} open clocks"
    progress(f"h, {name}: {open_clocks:,} prepared")
    set_due(house, "first", 100, -5, 1)
    began = time.monotonic()
    with measures.running(house, ["sla-monitor"]):
        wait(house, breached("first"), 1, 60)
        report.add("h", f"{name}: start to the first verdict", "s", [time.monotonic() - began], digits=2)
        wait(house, breached("first"), 100, 60)
        time.sleep(3)
        before, since = monitor(house).processor_seconds(), time.monotonic()
        time.sleep(10)
        share = 100 * (monitor(house).processor_seconds() - before) / (time.monotonic() - since)
        report.add("h", f"{name}: idle, share of a core", "%", [share], digits=2)

    with measures.running(house, ["ingest", "router", "sla-monitor"]):
        # Their cases are open before the storm begins.
        fill(house, SENDERS, SENDERS, f"opening{clocks}")
        position = "SELECT sum(seq) FROM pipeline.positions WHERE stage = 'sla-monitor' AND topic = 'cases'"
        wait(house, position, SENDERS, 120)
        time.sleep(5)
        set_due(house, "storm", DUE, 15, seconds)
        # The monitor takes its partitions up anew, and finds the timers that were put there by hand.
        monitor(house).terminate()
    with measures.running(house, ["ingest", "router", "sla-monitor"]):
        time.sleep(4)
        session = measures.Session(house)
        used, events = monitor(house).processor_seconds(), session.number(position)
        count = (seconds + 8) * PER_SECOND
        measures.latencies(house, house.prefix, {"commit": ("receipts", "id")}, count, PER_SECOND, f"h{clocks}", 0)
        wait(house, breached("storm"), DUE, 60)
        used, events = monitor(house).processor_seconds() - used, session.number(position) - events
        session.close()
        peak = monitor(house).memory_peak() / (1 << 20)
    delays = house.sql(
        """
        SELECT percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM at - time) * 1000)
        FROM pipeline.events
        WHERE topic = 'clocks' AND type = 'clock.breached' AND "case" LIKE 'due-storm-%'
        """
    )[0][0].strip("{}")
    for share, value in zip((50, 99), delays.split(","), strict=True):
        report.add("h", f"{name}: due to breach stored, p{share}", "ms", [float(value)], digits=1)
    report.add("h", f"{name}: processor time an event and timer", "µs", [1e6 * used / max(1, events + DUE)], digits=1)
    report.add("h", f"{name}: memory of sla-monitor, most resident", "MiB", [peak], digits=1)


def part(house, options, report, progress):
    for clocks in options.clocks:
        measure(house, clocks, report, progress, min(options.seconds, 30))
