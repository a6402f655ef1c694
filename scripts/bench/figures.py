"""Part i: the figures over a quarter of a million messages, and over one of ten million."""

import http.client
import json
import os
import re
import time

import measures
from house import Failure
from load import fill

FILLING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "figures.sql")
ZONE = "Africa/Johannesburg"
# Of each size alike: what has come since the quarter.
RECENT_PER_DAY = 2000
FOLDED = "SELECT coalesce(sum(seq), 0) FROM pipeline.positions WHERE stage = 'metrics-aggregator'"


def quarter(house):
    """The last quarter that is over, such as 2026-Q1, by the reports' zone."""
    return house.sql(
        f"SELECT to_char(date_trunc('quarter', now() AT TIME ZONE '{ZONE}') - interval '1 day', 'YYYY-\"Q\"Q')"
    )[0][0]


def prepare(house, messages):
    """Roll-ups as the aggregator would have made them of so many messages in that quarter."""
    house.fresh(f"figures{messages}")
    with open(FILLING, encoding="utf-8") as file:
        text = file.read()
    house.sql(
        f"\\set messages {messages}\n\\set recent {RECENT_PER_DAY}\n\\set partitions {house.partitions}\n"
        f"\\set zone '{ZONE}'\n{text}",
        timeout=3600,
    )
    counted = house.sql("SELECT sum(n) FROM metrics.month_sums WHERE dimensions = '' AND measure IN ('received', 'sent')")
    return int(counted[0][0])


def aggregator(house):
    """Starts the aggregator with its pages; returns the port that they are served at."""
    path = os.path.join(house.folder, "log", "metrics-aggregator-1.log")
    former = os.path.getsize(path) if os.path.exists(path) else 0
    worker = house.start("metrics-aggregator", SAYPRO_HTTP="127.0.0.1:0")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with open(worker.log_path, encoding="utf-8", errors="replace") as log:
            log.seek(former)
            if found := re.search(r'"port":\s*"?(\d+)', log.read()):
                return int(found.group(1))
        time.sleep(0.05)
    raise Failure(f"the aggregator serves nothing:\n{worker.last_words()}")


class Browser:
    """Asks over one connection that is kept."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def time(self, path):
        """How many milliseconds an answer took, whole."""
        began = time.monotonic()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Failure(f"{path}: {answer.status} {body[:200]!r}")
        return 1000 * (time.monotonic() - began), body


def measure(house, messages, options, report, progress):
    counted = prepare(house, messages)
    name, period = f"{messages / 1e6:g} M", quarter(house)
    progress(f"i, {name}: roll-ups of {counted:,} messages prepared, {period} has {messages:,}")
    paths = {
        "quarterly report, JSON": f"/api/v1/reports/quarterly/{period}",
        "quarterly report, page": f"/reports/quarterly/{period}",
        "overview, summary read anew": "/",
        "overview": "/",
        "summary, JSON": "/api/v1/summary",
        "volume of that quarter": f"/volume?period={period}",
        "response of that quarter": f"/response?period={period}",
        "cases behind A7 of that quarter": f"/api/v1/cases?kpi=A7&period={period}&missed=true",
        "unresolved cases": "/api/v1/cases?kpi=cases.unresolved",
    }
    for label, path in paths.items():
        with measures.running(house, []):
            browser = Browser(aggregator(house))
            cold, body = browser.time(path)
            if label == "quarterly report, JSON":
                figures = {figure["id"]: figure["value"] for figure in json.loads(body)["figures"]}
                told = figures["messages.received"] + figures["messages.sent"]
                if abs(told - messages) > messages / 20:
                    raise Failure(f"the report tells of {told:,.0f} messages, not of {messages:,}")
            # The summary of everything is at most two seconds old, so that only a pause has it read again.
            pause, count = (2.1, options.runs * 4) if "anew" in label else (0, options.runs * 10)
            warm = []
            for _ in range(count):
                time.sleep(pause)
                warm.append(browser.time(path)[0])
        warm.sort()
        report.add("i", f"{name}: {label}, first", "ms", [cold], digits=1)
        for share in (50, 95):
            report.add("i", f"{name}: {label}, p{share}", "ms", [measures.percentile(warm, share)], digits=1)


def folding(house, options, report, progress):
    """How fast all topics are folded, beside what ingest writes alone on the same messages, and beside what comes of that."""
    house.fresh("folding")
    count = min(options.messages, 50_000)
    fill(house, count, 20_000, "fold")
    with measures.running(house, ["ingest"]):
        ingest = measures.rate(house, count, measures.INGESTED)
    with measures.running(house, ["router", "sla-monitor"]):
        measures.rate(house, count, measures.ROUTED)
        session = measures.Session(house)
        behind = "SELECT sum(h.seq - coalesce(p.seq, 0)) FROM pipeline.heads AS h LEFT JOIN pipeline.positions AS p " \
            "ON p.topic = h.topic AND p.partition = h.partition AND p.stage = 'sla-monitor' WHERE h.topic = 'cases'"
        while session.number(behind) > 0:
            time.sleep(0.1)
    events = session.number("SELECT sum(seq) FROM pipeline.heads")
    accepted = session.number("SELECT sum(seq) FROM pipeline.heads WHERE topic = 'commands'")
    with measures.running(house, ["metrics-aggregator"]):
        while (first := session.number(FOLDED)) < events / 10:
            time.sleep(0.02)
        began = time.monotonic()
        while session.number(FOLDED) < events:
            time.sleep(0.02)
        took = time.monotonic() - began
    session.close()
    rate, whole = (events - first) / took, events / count
    progress(f"i, folding: {events:,} events of {count:,} messages, of which ingest wrote {accepted:,}")
    report.add(
        "i", "folding, events; yardstick: those that ingest alone writes", "/s", [rate], [ingest * accepted / count]
    )
    report.add(
        "i",
        f"folding, messages with the {whole:.1f} events of the whole way; yardstick: messages by ingest alone",
        "/s",
        [rate / whole],
        [ingest],
    )


def part(house, options, report, progress):
    folding(house, options, report, progress)
    for messages in options.figures:
        measure(house, messages, options, report, progress)
