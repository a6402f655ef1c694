"""The benchmarks a to h; see scripts/bench/run."""

import argparse
import json
import os
import platform
import signal
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import clocks  # noqa: E402
import measures  # noqa: E402
from house import STAGES, Failure, House, partition_of  # noqa: E402
from load import fill  # noqa: E402

ADMINS = 20
# All that the default policy's categories ask for.
SKILLS = "payments,listings,moderation,technical"


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench/run")
    parser.add_argument("parts", nargs="*", default=list("abcdefgh"), metavar="PART", help="a, b, c, d, e, f, g, h (all)")
    parser.add_argument("--runs", type=int, default=3, help="turns of each measurement (3)")
    parser.add_argument("--messages", type=int, default=300_000, help="messages of a rate measurement (300000)")
    parser.add_argument("--senders", type=int, default=1_000_000, help="distinct senders of part d (1000000)")
    parser.add_argument("--seconds", type=int, default=30, help="length of a latency measurement (30)")
    parser.add_argument("--per-second", type=int, default=200, help="messages a second of a latency measurement (200)")
    parser.add_argument(
        "--clocks", type=int, nargs="+", default=[1_000, 100_000, 1_000_000], help="open clocks of part h (1000 100000 1000000)"
    )
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    options = parser.parse_args()
    if unknown := set(options.parts) - set("abcdefgh"):
        parser.error(f"there is no part {' '.join(sorted(unknown))}")
    return options


class Report:
    """Figures as they come, as a table and as JSON."""

    def __init__(self):
        self.rows = []

    def add(self, part, figure, unit, values, yard=None, digits=0):
        """One figure: the median of its values, and its ratio to the median of the yardstick's."""
        row = {"part": part, "figure": figure, "unit": unit, "median": statistics.median(values), "values": values}
        if yard:
            row.update(yardstick=statistics.median(yard), yardstick_values=yard)
            row["ratio"] = row["median"] / row["yardstick"]
        self.rows.append(row)
        self.show(row, digits)

    def show(self, row, digits):
        line = f"{row['part']}  {row['figure']:<46} {row['median']:>10,.{digits}f} {row['unit']:<8}"
        if "ratio" in row:
            line += f" yardstick {row['yardstick']:>9,.{digits}f}  ratio {row['ratio']:.2f}"
        print(line, flush=True)

    def write(self, path):
        about = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(), "system": platform.platform()}
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"about": about, "figures": self.rows}, file, indent=1)


def has_yardstick():
    return bool(os.environ.get("SAYPRO_YARDSTICK"))


def progress(text):
    print(f"   … {text}", file=sys.stderr, flush=True)


def admit_admins(house):
    """Admins who know all and have room for everything, so that each case is assigned and its admin told."""
    client = house.redis()
    for number in range(ADMINS):
        admin = f"admin-{number}"
        key = f"{house.prefix}:inbound:{{{partition_of(admin, house.partitions)}}}"
        fields = {"type": "admin.put", "id": f"put-{admin}", "source": "console", "admin": admin, "skills": SKILLS, "capacity": "100000"}
        client.xadd(key, fields)
        client.xadd(
            key, {"type": "admin.presence", "id": f"on-{admin}", "source": "console", "admin": admin, "status": "online"}
        )


def yardstick_rate(house, messages):
    """The yardstick's own rate, on a database and prefix of its own beside ours."""
    house.redis().flushall()
    measures.yardstick(house, "fill", messages, 1)
    value = float(measures.yardstick(house, "drain", messages))
    house.sql("DROP SCHEMA IF EXISTS yardstick CASCADE")
    house.redis().flushall()
    return value


def ingest_rate(house, messages, turn):
    """Our rate for the same entries as the yardstick's."""
    house.fresh(f"ingest{turn}")
    if has_yardstick():
        measures.yardstick(house, "fill", messages, 1, prefix=house.prefix)
    else:
        fill(house, messages, 20_000, f"a{turn}")
    with measures.running(house, ["ingest"]):
        return measures.rate(house, messages, measures.INGESTED)


def whole_rate(house, messages, turn, senders=20_000, processes=1, look=None):
    """The rate of the whole way, with admins on shift so that every case is assigned and everybody told."""
    house.fresh(f"whole{turn}")
    with measures.whole_house(house, processes):
        admit_admins(house)
        time.sleep(2)
    fill(house, messages, senders, f"b{turn}")
    with measures.whole_house(house, processes):
        value = measures.rate(house, messages + 2 * ADMINS)
        if look:
            look(house)
    return value


def router_and_ingest_rates(house, messages, turn, senders=20_000):
    """The router's rate and ingest's for the same messages, each alone; with admins on shift as for the whole way."""
    house.fresh(f"router{turn}")
    with measures.whole_house(house):
        admit_admins(house)
        time.sleep(2)
    fill(house, messages, senders, f"g{turn}")
    with measures.running(house, ["ingest"]):
        ingest = measures.rate(house, messages + 2 * ADMINS, measures.INGESTED)
    with measures.running(house, ["router"]):
        router = measures.rate(house, messages + 2 * ADMINS, measures.ROUTED)
    return router, ingest


def in_turn(house, options, ours, name):
    """Our figure and the yardstick's, one after the other, as many times as asked."""
    values, yard = [], []
    for turn in range(1, options.runs + 1):
        if has_yardstick():
            yard.append(yardstick_rate(house, options.messages))
        values.append(ours(turn))
        progress(f"{name}, run {turn}: {values[-1]:,.0f}" + (f", yardstick {yard[-1]:,.0f}" if yard else ""))
    return values, yard


def part_a(house, options, report):
    values, yard = in_turn(house, options, lambda turn: ingest_rate(house, options.messages, turn), "a")
    report.add("a", "ingest alone", "/s", values, yard)


def part_b(house, options, report):
    values, yard = in_turn(house, options, lambda turn: whole_rate(house, options.messages, turn), "b")
    report.add("b", "the whole way", "/s", values, yard)


def part_c(house, options, report):
    count, skip = options.seconds * options.per_second, options.per_second * 2
    figures = {}
    outputs = {"commit": ("receipts", "id"), "in-app": ("inbox", "conversation")}
    for turn in range(1, options.runs + 1):
        house.fresh(f"latency{turn}")
        with measures.whole_house(house):
            admit_admins(house)
            time.sleep(4)
            found = measures.latencies(house, house.prefix, outputs, count, options.per_second, f"c{turn}", skip)
        if has_yardstick():
            found |= yardstick_latency(house, count, options.per_second, skip)
        for name, values in found.items():
            for share in (50, 99):
                figures.setdefault((name, share), []).append(measures.percentile(values, share))
        progress(f"c, run {turn}: " + ", ".join(f"{n} p{s} {v[-1]:.2f} ms" for (n, s), v in figures.items()))
    for name, label in (("commit", "XADD to committed message"), ("in-app", "XADD to the in-app stream")):
        for share in (50, 99):
            report.add(
                "c", f"{label}, p{share}", "ms", figures[name, share], figures.get(("yardstick", share)), digits=2
            )


def yardstick_latency(house, count, per_second, skip):
    """One hop of the yardstick, from XADD to the stream that it writes after its commit."""
    import multiprocessing

    house.redis().flushall()
    drain = multiprocessing.get_context("fork").Process(target=measures.yardstick, args=(house, "drain", count), daemon=True)
    drain.start()
    time.sleep(1)
    found = measures.latencies(
        house, "yard", {"yardstick": ("yardstick", "id")}, count, per_second, "y", skip
    )
    drain.join(30)
    house.sql("DROP SCHEMA IF EXISTS yardstick CASCADE")
    return found


def part_d(house, options, report):
    peaks = {}

    def look(house):
        for worker in house.workers:
            peaks[worker.stage] = worker.memory_peak() / (1 << 20)

    yard = [yardstick_rate(house, options.messages)] if has_yardstick() else None
    value = whole_rate(house, options.senders, "million", senders=options.senders, look=look)
    report.add("d", f"the whole way, {options.senders:,} distinct senders", "/s", [value], yard)
    for stage in STAGES:
        report.add("d", f"memory of {stage}, most resident", "MiB", [peaks[stage]], digits=1)


def part_e(house, options, report):
    for processes in (1, 2, 4):
        values, yard = in_turn(
            house,
            options,
            lambda turn, n=processes: whole_rate(house, options.messages, f"{n}x{turn}", processes=n),
            f"e, {processes}",
        )
        report.add("e", f"the whole way, {processes} of each program", "/s", values, yard)


def part_f(house, options, report):
    house.migrate()
    programs, servers = [], []

    def used():
        return sum(worker.processor_seconds() for worker in house.workers), house.server_processor_seconds()

    with measures.whole_house(house):
        admit_admins(house)
        time.sleep(5)
        for _ in range(options.runs):
            before, began = used(), time.monotonic()
            time.sleep(options.seconds)
            after, took = used(), time.monotonic() - began
            programs.append(100 * (after[0] - before[0]) / took)
            servers.append(100 * (after[1] - before[1]) / took)
    report.add("f", "idle: the three programs, share of a core", "%", programs, digits=2)
    report.add("f", "idle: Redis and PostgreSQL, share of a core", "%", servers, digits=2)


def part_g(house, options, report):
    router, ingest = [], []
    for turn in range(1, options.runs + 1):
        values = router_and_ingest_rates(house, options.messages, turn)
        router.append(values[0])
        ingest.append(values[1])
        progress(f"g, run {turn}: router {values[0]:,.0f}, ingest {values[1]:,.0f}")
    report.add("g", "the router alone; yardstick: ingest", "/s", router, ingest)


def part_h(house, options, report):
    clocks.part(house, options, report, progress)


def main():
    options = arguments()
    # An exception, so that the servers and programs are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return measure(options)
    finally:
        if yardstick := os.environ.get("SAYPRO_YARDSTICK"):
            os.remove(yardstick)


def measure(options):
    report = Report()
    for part in options.parts:
        try:
            # Fresh servers for each part: none inherits another's bloat.
            with House(os.environ["SAYPRO_PROGRAMS"]) as house:
                globals()[f"part_{part}"](house, options, report)
        except Failure as failure:
            print(f"{part}  FAILED: {failure}", flush=True)
            return 1
        finally:
            if options.json:
                report.write(options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
