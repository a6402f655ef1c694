"""The benchmarks a to i; see scripts/bench/run."""

import argparse
import json
import os
import platform
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import clocks  # noqa: E402
import figures  # noqa: E402
import measures  # noqa: E402
from costs import Costs  # noqa: E402
from house import PROGRAMS_HELP, Failure, House, chosen, partition_of  # noqa: E402
from load import fill  # noqa: E402

ADMINS = 20
# All that the default policy's categories ask for.
SKILLS = "payments,listings,moderation,technical"


# What an option is unless it is given; the figures name the others.
DEFAULTS = {"programs": "all", "runs": 3, "messages": 300_000, "senders": 1_000_000, "seconds": 30, "per_second": 200}


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench/run")
    parser.add_argument("parts", nargs="*", default=list("abcdefghi"), metavar="PART", help="a, b, c, d, e, f, g, h, i (all)")
    parser.add_argument("--runs", type=int, default=DEFAULTS["runs"], help="turns of each measurement (3)")
    parser.add_argument("--messages", type=int, default=DEFAULTS["messages"], help="messages of a rate measurement (300000)")
    parser.add_argument("--senders", type=int, default=DEFAULTS["senders"], help="distinct senders of part d (1000000)")
    parser.add_argument("--seconds", type=int, default=DEFAULTS["seconds"], help="length of a latency measurement (30)")
    parser.add_argument("--per-second", type=int, default=DEFAULTS["per_second"], help="messages a second of a latency measurement (200)")
    parser.add_argument(
        "--clocks",
        type=lambda text: [int(number) for number in text.split(",")],
        default=[1_000, 100_000, 1_000_000],
        metavar="N,…",
        help="open clocks of part h (1000,100000,1000000)",
    )
    parser.add_argument(
        "--figures",
        type=lambda text: [int(number) for number in text.split(",")],
        default=[1_000_000, 10_000_000],
        metavar="N,…",
        help="messages in the quarter of part i (1000000,10000000)",
    )
    parser.add_argument("--programs", default=DEFAULTS["programs"], help=f"those of b to f: {PROGRAMS_HELP} (all)")
    parser.add_argument("--costs", action="store_true", help="also show what a message of a and b costs, part by part")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there, beside those of other parts")
    options = parser.parse_args()
    try:
        options.stages = chosen(options.programs)
    except Failure as failure:
        parser.error(str(failure))
    if unknown := set(options.parts) - set("abcdefghi"):
        parser.error(f"there is no part {' '.join(sorted(unknown))}")
    return options


class Report:
    """Figures as they come, as a table and as JSON."""

    def __init__(self, options):
        self.rows = []
        self.options = options

    def add(self, part, figure, unit, values, yard=None, digits=0):
        """One figure: the median of its values, and its ratio to the median of the yardstick's."""
        row = {"part": part, "figure": figure, "unit": unit, "median": statistics.median(values), "values": values}
        row |= {"command": self.command(part), "digits": digits}
        if yard:
            row.update(yardstick=statistics.median(yard), yardstick_values=yard)
            row["ratio"] = row["median"] / row["yardstick"]
        self.rows.append(row)
        self.show(row, digits)

    def add_costs(self, part, costs, yard):
        """What a message costs: the medians of several takings, with that of the yardstick."""
        medians = {name: statistics.median(taking[name] for taking in costs) for name in costs[0]}
        if not self.options.costs:
            medians = {name: medians[name] for name in ("in all", "written")}
        for name, value in medians.items():
            figure, unit = ("log of PostgreSQL written", "B/msg") if name == "written" else (f"processor, {name}", "µs/msg")
            self.add(part, figure, unit, [value], [taking[name] for taking in yard] if yard and name in yard[0] else None)

    def command(self, part):
        """What measures the part so, without what is so anyhow."""
        words = ["scripts/bench/run"]
        for name in ("programs", "runs", "messages", "senders", "seconds", "per_second"):
            value = getattr(self.options, name)
            if value != DEFAULTS[name]:
                words += [f"--{name.replace('_', '-')}", str(value)]
        return " ".join([*words, part])

    def show(self, row, digits):
        line = f"{row['part']}  {row['figure']:<46} {row['median']:>10,.{digits}f} {row['unit']:<8}"
        if "ratio" in row:
            line += f" yardstick {row['yardstick']:>9,.{digits}f}  ratio {row['ratio']:.2f}"
        print(line, flush=True)

    def write(self, path):
        about = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(), "system": platform.platform()}
        kept = []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                kept = json.load(file)["figures"]
        measured = {(row["part"], row["command"]) for row in self.rows}
        kept = [row for row in kept if (row["part"], row["command"]) not in measured]
        figures = sorted(kept + self.rows, key=lambda row: row["part"])
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"about": about, "figures": figures}, file, indent=1)


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
    """The yardstick's own rate and costs, on a database and prefix of its own beside ours."""
    house.redis().flushall()
    measures.yardstick(house, "fill", messages, 1)
    costs = Costs(house)
    value = float(measures.yardstick(house, "drain", messages))
    taken = costs.taken_by_children(messages)
    house.sql("DROP SCHEMA IF EXISTS yardstick CASCADE")
    house.redis().flushall()
    return value, taken


def ingest_rate(house, messages, turn):
    """Our rate for the same entries as the yardstick's."""
    house.fresh(f"ingest{turn}")
    if has_yardstick():
        measures.yardstick(house, "fill", messages, 1, prefix=house.prefix)
    else:
        fill(house, messages, 20_000, f"a{turn}")
    costs = Costs(house)
    with measures.running(house, ["ingest"]):
        return measures.rate(house, messages, measures.INGESTED), costs.taken(messages)


def whole_rate(house, messages, turn, senders=20_000, processes=1, look=None):
    """The rate and costs of the whole way, with admins on shift so that every case is assigned and everybody told."""
    house.fresh(f"whole{turn}")
    with measures.whole_house(house, processes):
        admit_admins(house)
        time.sleep(2)
    fill(house, messages, senders, f"b{turn}")
    costs = Costs(house)
    with measures.whole_house(house, processes):
        value = measures.rate(house, messages + 2 * ADMINS)
        taken = costs.taken(messages)
        if look:
            look(house)
    return value, taken


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
    """Our rates and the yardstick's, one after the other, as many times as asked, and the same of the costs."""
    values, yard, costs, yard_costs = [], [], [], []
    for turn in range(1, options.runs + 1):
        if has_yardstick():
            value, taken = yardstick_rate(house, options.messages)
            yard.append(value)
            yard_costs.append(taken)
        value, taken = ours(turn)
        values.append(value)
        costs.append(taken)
        progress(f"{name}, run {turn}: {values[-1]:,.0f}" + (f", yardstick {yard[-1]:,.0f}" if yard else ""))
    return values, yard, costs, yard_costs


def part_a(house, options, report):
    values, yard, *costs = in_turn(house, options, lambda turn: ingest_rate(house, options.messages, turn), "a")
    report.add("a", "ingest alone", "/s", values, yard)
    report.add_costs("a", *costs)


def part_b(house, options, report):
    values, yard, *costs = in_turn(house, options, lambda turn: whole_rate(house, options.messages, turn), "b")
    report.add("b", f"the whole way, {len(house.stages)} programs", "/s", values, yard)
    report.add_costs("b", *costs)


def part_c(house, options, report):
    count, skip = options.seconds * options.per_second, options.per_second * 2
    figures = {}
    outputs = {"commit": ("receipts", "id")}
    if "notifier" in house.stages:
        outputs["in-app"] = ("inbox", "conversation")
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
    labels = {"commit": "XADD to committed message", "in-app": "XADD to the in-app stream"}
    for name in outputs:
        for share in (50, 99):
            report.add(
                "c", f"{labels[name]}, p{share}", "ms", figures[name, share], figures.get(("yardstick", share)), digits=2
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

    yard, yard_costs = zip(yardstick_rate(house, options.messages)) if has_yardstick() else ([], [])
    value, taken = whole_rate(house, options.senders, "million", senders=options.senders, look=look)
    report.add("d", f"the whole way, {options.senders:,} distinct senders", "/s", [value], list(yard))
    report.add_costs("d", [taken], list(yard_costs))
    for stage in house.stages:
        report.add("d", f"memory of {stage}, most resident", "MiB", [peaks[stage]], digits=1)


def part_e(house, options, report):
    for processes in (1, 2, 4):
        values, yard, *_ = in_turn(
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
    report.add("f", f"idle: the {len(house.stages)} programs, share of a core", "%", programs, digits=2)
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


def part_i(house, options, report):
    figures.part(house, options, report, progress)


def main():
    options = arguments()
    try:
        return measure(options)
    finally:
        if yardstick := os.environ.get("SAYPRO_YARDSTICK"):
            os.remove(yardstick)


def measure(options):
    report = Report(options)
    for part in options.parts:
        try:
            # Fresh servers for each part: none inherits another's bloat.
            with House(os.environ["SAYPRO_PROGRAMS"], options.stages) as house:
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
