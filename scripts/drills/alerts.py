"""Each alert of the runbook is provoked by its real fault, seen firing in a Prometheus, and ended by what the runbook says.

The rules are those of deploy/ with shorter times. What is told at the end: which fault, after how long the alert fired, which
cure, and after how long it was over.
"""

import subprocess
import sys
import time
import typing
import zlib

from faults import FAULTS
from office import Database, Office, say
from redises import PARTITIONS
from watch import Watch

# Alerts that cannot be provoked today, and why.
LEFT_OUT = {alert: fault.left_out for fault in FAULTS if fault.left_out for alert in fault.alerts}


class Stage:
    """What faults act on: the office, its database, its Redis, and a way to publish."""

    def __init__(self, office, database):
        self.office, self.database = office, database
        self.sent = 0
        self.sessions = []

    @staticmethod
    def partition(conversation):
        return zlib.crc32(conversation.encode()) % PARTITIONS

    def publish_all(self, entries):
        """Publishes entries; None for a field leaves it out."""
        client = self.office.client()
        pipe = client.pipeline(transaction=False)
        for type_, key, source, fields in entries:
            self.sent += 1
            entry = {"type": type_, "id": f"drill-{self.sent}", "source": source, **fields}
            pipe.xadd(f"saypro:inbound:{{{self.partition(key)}}}", {k: v for k, v in entry.items() if v is not None})
        pipe.execute()

    def messages(self, count, prefix):
        names = [f"{prefix}-{n}" for n in range(count)]
        self.publish_all([
            ("message.post", c, "bench", {"conversation": c, "user": c, "role": "user", "text": "Where is my advert?"})
            for c in names
        ])

    def hold(self, statement, name="psql"):
        """A session of PostgreSQL that does something and stays."""
        conninfo = f"{self.database.conninfo} dbname=saypro application_name={name}"
        session = subprocess.Popen(
            ["psql", "-X", "-q", "-d", conninfo], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
        )
        session.stdin.write(statement + "\n")
        session.stdin.flush()
        self.sessions.append(session)
        return session

    def close(self):
        for session in self.sessions:
            session.kill()
            session.wait(5)


class Row(typing.NamedTuple):
    """What became of one alert."""

    alert: str
    fault: str
    fired: float
    cure: str
    over: float
    ends: bool

    @property
    def is_well(self):
        return self.fired is not None and (self.over is not None or not self.ends)

    def __str__(self):
        fired = "did not fire" if self.fired is None else f"{self.fired:.0f} s"
        over = ("not awaited" if not self.ends else "is not over") if self.over is None else f"{self.over:.0f} s"
        return f"| {self.alert} | {self.fault} | {fired} | {self.cure} | {over} |"


def play(fault, stage, watch, rows):
    """Provokes one fault, waits for its alerts, cures it, and waits until they are over."""
    say(f"{', '.join(fault.alerts)}: {fault.what}")
    if watch.wait_until(lambda firing: not firing & set(fault.alerts), fault.patience) is None:
        raise SystemExit("an earlier fault still makes it fire")
    fired = {}
    began = time.monotonic()
    fault.provoke(stage)
    end = began + fault.patience
    while time.monotonic() < end and len(fired) < len(fault.alerts):
        for alert in watch.firing() & set(fault.alerts) - set(fired):
            fired[alert] = time.monotonic() - began
        if fault.goes_on:
            fault.goes_on(stage)
        time.sleep(0.3)
    cured = time.monotonic()
    fault.cure(stage)
    for alert in fault.alerts:
        waits = fault.ends and alert in fired
        over = watch.wait_until(lambda firing, alert=alert: alert not in firing, fault.patience) if waits else None
        end = None if over is None else time.monotonic() - cured
        rows.append(Row(alert, fault.what, fired.get(alert), fault.told, end, fault.ends))
        say(f"  {rows[-1]}")


def table(rows):
    print("| alert | fault | fired after | cure | over after |\n|---|---|---|---|---|")
    for row in rows:
        print(row)
    for alert, why in LEFT_OUT.items():
        print(f"| {alert} | not provoked: {why} | | | |")


def main():
    wanted = set(sys.argv[1:])
    office = Office(serving=True)
    database = Database(office.folder, "one", 5432)
    office.url = f"postgresql://saypro@/saypro?host={database.folder}&port=5432"
    stage, watch, rows = Stage(office, database), None, []
    try:
        database.create({})
        database.start()
        database.sql("CREATE DATABASE saypro", "postgres")
        office.saypro("migrate", "--partitions", str(PARTITIONS))
        office.start()
        watch = Watch(office.folder, office.addresses)
        stage.messages(20, "calm")
        if watch.wait_until(lambda firing: not firing, 60) is None:
            raise SystemExit("Prometheus did not start, or the programs are not well")
        time.sleep(15)
        known = set(watch.rules)
        untold = known - set(LEFT_OUT) - {alert for fault in FAULTS for alert in fault.alerts}
        if untold:
            raise SystemExit(f"no fault is known for {', '.join(sorted(untold))}")
        if watch.firing():
            raise SystemExit(f"fires without any fault: {', '.join(sorted(watch.firing()))}")
        for fault in FAULTS:
            if not fault.left_out and (not wanted or wanted & set(fault.alerts)):
                play(fault, stage, watch, rows)
        difference = office.settle() if not wanted else None
        office.stop()
    finally:
        stage.close()
        if watch:
            watch.stop()
        database.stop("immediate")
        office.remove()
    table(rows)
    missing = [row.alert for row in rows if not row.is_well]
    told = "none" if not missing else ", ".join(missing)
    verified = "not asked for" if wanted else "found differences" if difference else "clean"
    print(f"\n{len(rows)} alerts provoked; did not fire or end: {told}; verify {verified}")
    if difference:
        print(difference)
    return 1 if missing or difference else 0


if __name__ == "__main__":
    sys.exit(main())
