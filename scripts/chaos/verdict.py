"""Whether any fault left a trace: read from PostgreSQL and Redis with no code of the product."""

import json
import os
import re
import time

CHECKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "checks.sql")
OWN_FIELDS = ("type", "v", "event", "time", "conversation", "case", "cause", "traceparent")


def checks():
    """The checks of checks.sql: (sentence, query)."""
    text = open(CHECKS, encoding="utf-8").read()
    parts = re.split(r"^-- check: (.*)$", text, flags=re.MULTILINE)
    return [(parts[i].strip(), parts[i + 1].strip()) for i in range(1, len(parts), 2)]


def backlog(house):
    """How many events and entries wait to be read."""
    rows = house.sql(house.unread)
    mail = house.sql("SELECT count(*) FROM pipeline.mail")
    client = house.redis()
    waiting = sum(client.xlen(f"{house.prefix}:inbound:{{{p}}}") for p in range(house.partitions))
    return int(rows[0][0]) + int(mail[0][0]) + waiting


def settled(house, limit):
    """Waits until nothing waits any more, at most `limit` seconds; returns what still waits."""
    end = time.monotonic() + limit
    quiet = 0
    while time.monotonic() < end:
        waits = backlog(house)
        quiet = quiet + 1 if waits == 0 else 0
        if quiet == 3:
            return 0
        time.sleep(0.5)
    return backlog(house)


def sql_faults(house):
    """Runs every check; returns sentences about those that do not hold."""
    found = []
    for sentence, query in checks():
        rows = house.sql(query)
        if rows:
            found.append(f"not so: {sentence} ({len(rows)} exceptions, such as {' '.join(rows[0])})")
    return found


def publisher_faults(house, publisher):
    """Compares what the publisher was promised with what is stored."""
    found = []
    stored = {}
    for identifier, conversation, number in house.sql(
        "SELECT id, conversation, message_no FROM api.messages WHERE id LIKE 'c-%'"
    ):
        stored[identifier] = (conversation, int(number))
    promised = {k: (c, n) for k, (kind, c, n) in publisher.accepted.items() if kind == "message.post"}
    lost = promised.keys() - stored.keys()
    alien = stored.keys() - promised.keys()
    moved = [k for k in promised.keys() & stored.keys() if promised[k] != stored[k]]
    if lost:
        found.append(f"{len(lost)} accepted messages are not stored, such as {min(lost)}")
    if alien:
        found.append(f"{len(alien)} stored messages have no receipt, such as {min(alien)}")
    if moved:
        found.append(
            f"{len(moved)} messages are out of order, such as {moved[0]}: published as number {promised[moved[0]][1]}, "
            f"stored as {stored[moved[0]][1]}"
        )
    resolves = sum(kind == "case.resolve" for kind, _, _ in publisher.accepted.values())
    commands = int(house.sql("SELECT count(*) FROM pipeline.events WHERE topic = 'commands' AND type = 'case.resolve'")[0][0])
    if resolves != commands:
        found.append(f"{resolves} resolutions were accepted and {commands} went on")
    refused = {row[0] for row in house.sql("SELECT DISTINCT id FROM api.rejected WHERE id LIKE 'c-%'")}
    if missing := publisher.rejected.keys() - refused:
        found.append(f"{len(missing)} rejected entries are not kept, such as {min(missing)}")
    return found


def stream_faults(house):
    """Compares each topic's stream with the tail of the event log that it must be."""
    found = []
    client = house.redis()
    for (topic,) in house.sql("SELECT topic FROM pipeline.topics ORDER BY topic"):
        log = {}
        for partition, seq, kind, version, event, conversation, cause, fields in house.sql(
            f"""SELECT partition, seq, type, v, event, coalesce(conversation, ''), cause, fields
                FROM pipeline.events WHERE topic = '{topic}'"""
        ):
            log.setdefault(int(partition), {})[int(seq)] = (kind, version, event, conversation, cause, fields)
        for partition in range(house.partitions):
            events = log.get(partition, {})
            stream = client.xrange(f"{house.prefix}:{topic}:{{{partition}}}")
            ids = [int(identifier.split("-")[0]) for identifier, _ in stream]
            head = max(events, default=0)
            if any(not identifier.endswith("-0") for identifier, _ in stream):
                found.append(f"{topic} {partition}: an id is not a sequence number")
            if ids != list(range(head - len(ids) + 1, head + 1)) or (head and not ids):
                found.append(f"{topic} {partition}: the stream holds {len(ids)} ids that are not the tail up to {head}")
                continue
            for (_, entry), seq in zip(stream, ids):
                if seq not in events:
                    found.append(f"{topic} {partition}-{seq}: the stream has it and the log has not")
                    break
                kind, version, event, conversation, cause, fields = events[seq]
                own = {k: v for k, v in entry.items() if k not in OWN_FIELDS}
                same = (
                    (entry["type"], entry["v"], entry["event"]) == (kind, version, event)
                    and entry.get("conversation", "") == conversation
                    and entry.get("cause", "") == cause
                    and own == {k: v for k, v in json.loads(fields).items() if v != ""}
                )
                if not same:
                    found.append(f"{topic} {partition}-{seq}: the stream differs from the log")
                    break
    return found
