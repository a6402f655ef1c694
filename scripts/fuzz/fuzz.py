"""Spoilt entries through a running ingest; see scripts/fuzz/run."""

import argparse
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

from entries import Entries  # noqa: E402
from house import Failure, House  # noqa: E402

CHUNK = 2000
# Fields in which entries of the same content may differ.
NO_CONTENT = (b"traceparent", b"sig")
# So that the streams stay short, whatever ingest's pace.
AHEAD = 50_000


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/fuzz/run")
    parser.add_argument("--seed", type=int, default=1, help="what the entries are drawn from (1)")
    parser.add_argument("--entries", type=int, default=1_000_000, help="how many (1000000)")
    return parser.parse_args()


def answered(house):
    """How many entries have been answered: as commands, as refusals, as repetitions of an earlier entry."""
    row = house.sql("SELECT count(*) FROM api.rejected UNION ALL SELECT coalesce(sum(seq), 0) FROM pipeline.heads")
    return sum(int(cell[0]) for cell in row)


def publish(house, worker, options):
    """Publishes all entries; returns the content of each as a number, by its place, `inbound:{p}/<id>`."""
    entries = Entries(options.seed, house.partitions)
    client = house.redis()
    contents = {}
    for first in range(0, options.entries, CHUNK):
        pipe = client.pipeline(transaction=False)
        streams, content = [], []
        for number in range(first, min(first + CHUNK, options.entries)):
            suffix, pairs = entries.next(number)
            streams.append(f"inbound:{suffix}")
            content.append(hash(tuple(sorted(tuple(p) for p in pairs if p[0] not in NO_CONTENT))))
            flat = [part for pair in pairs for part in pair]
            pipe.execute_command("XADD", f"{house.prefix}:{streams[-1]}", "*", *flat)
        for stream, number, identifier in zip(streams, content, pipe.execute(), strict=True):
            contents[f"{stream}/{identifier}"] = number
        if not worker.runs:
            raise Failure(f"ingest ended with {worker.process.returncode}:\n{worker.last_words()}")
        if first % (10 * CHUNK) == 0:
            done = answered(house)
            print(f"\r{first + CHUNK:>10,} published, {done:>10,} answered", end="", file=sys.stderr, flush=True)
            while len(contents) - done > AHEAD:
                time.sleep(0.2)
                done = answered(house)
    return contents


def settle(house, worker, count):
    """Waits until every entry is answered, or nothing more happens."""
    before, since = -1, time.monotonic()
    while (done := answered(house)) < count and time.monotonic() - since < 10:
        if not worker.runs:
            raise Failure(f"ingest ended with {worker.process.returncode}:\n{worker.last_words()}")
        if done != before:
            before, since = done, time.monotonic()
        time.sleep(0.5)


def verdict(house, contents, seed):
    """Compares what was published with what the database says of it; returns whether all is well.

    Of entries with the same content one is accepted; the others are duplicates, and stand nowhere.
    """
    accepted = {row[0] for row in house.sql("SELECT cause FROM pipeline.events WHERE topic = 'commands'", timeout=600)}
    refused = {row[0] for row in house.sql("SELECT stream || '/' || entry FROM api.rejected", timeout=600)}
    places = set(contents)
    taken = {contents[place] for place in accepted & places}
    repeats = {place for place in places - accepted - refused if contents[place] in taken}
    codes = house.sql("SELECT code, count(*) FROM api.rejected GROUP BY 1 ORDER BY 2 DESC")
    parked = house.sql("SELECT error, count(*) FROM api.parked GROUP BY 1 ORDER BY 2 DESC")
    findings = {
        "neither accepted nor refused": places - accepted - refused - repeats,
        "both accepted and refused": accepted & refused,
        "never published": (accepted | refused) - places,
    }
    print(file=sys.stderr)
    print(f"{len(places):,} entries: {len(accepted):,} accepted, {len(refused):,} refused, {len(repeats):,} duplicates")
    print("refused for: " + ", ".join(f"{code} {int(count):,}" for code, count in codes))
    for what, found in findings.items():
        print(f"{what}: {len(found)}" + (f", such as {sorted(found)[0]}" if found else ""))
    print("parked: " + (", ".join(f"{count} ({error})" for error, count in parked) or "none"))
    passed = not parked and not any(findings.values())
    print(f"{'PASSED' if passed else 'FAILED'} seed {seed}")
    return passed


def main():
    options = arguments()
    with House(os.environ["SAYPRO_PROGRAMS"]) as house:
        house.migrate()
        worker = house.start("ingest")
        contents = publish(house, worker, options)
        settle(house, worker, len(contents))
        passed = verdict(house, contents, options.seed)
        status, seconds = worker.terminate()
        if status != 0:
            print(f"ingest ended with {status} after {seconds:.1f} s")
        return 0 if passed and status == 0 else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"scripts/fuzz/run: {failure}")
