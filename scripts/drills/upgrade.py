"""The programs of an older version are replaced by this one's one by one, under load: producers first, then consumers first."""

import argparse
import os
import sys
import time

from office import Database, Office, STAGES, say
from publisher import Publisher
from redises import PARTITIONS

TOGETHER = 2


class Desk(Publisher):
    """Users who write twice, are answered, and whose matter is settled, again and again."""

    def entry(self, number, conversation):
        match number // 60 % 4:
            case 2:
                return {"type": "message.post", "source": "bench", "role": "admin", "admin": "ann", "text": "It was sent."}
            case 3:
                return {"type": "case.resolve", "source": "console", "admin": "ann", "summary": "It was sent."}
            case _:
                return super().entry(number, conversation)


def replace(office, stage):
    """Starts the new program beside the old one, and ends that in good order."""
    former = office.workers.pop(stage, None)
    office.start(stage)
    time.sleep(TOGETHER)
    if former is None:
        say(f"  {stage} is new")
        return
    former.terminate()
    status = former.wait(60)
    if status != 0:
        raise SystemExit(f"the old {stage} ended with {status}")
    say(f"  {stage} replaced")


def steps(database):
    return int(database.sql("SELECT count(*) FROM pipeline.migrations"))


def play(order, old, new, rebuilds):
    """Upgrades an office in that order of programs; answers what was accepted and lost, the longest pause, and a difference."""
    office = Office(programs=old)
    database = Database(office.folder, "one", 5432)
    office.url = f"postgresql://saypro@/saypro?host={database.folder}&port=5432"
    try:
        database.create({})
        database.start()
        database.sql("CREATE DATABASE saypro", "postgres")
        office.saypro("migrate", "--partitions", str(PARTITIONS))
        office.start(*(stage for stage in STAGES if os.access(os.path.join(old, stage), os.X_OK)))
        office.saypro("publish", "admin.put", "admin=ann", "team=first_line", "languages=en", "capacity=500", "--confirm")
        office.saypro("publish", "admin.presence", "admin=ann", "status=online", "--confirm")
        publisher = Desk(office, "up")
        publisher.start()
        time.sleep(3)
        office.programs = new
        before, began = steps(database), time.monotonic()
        office.saypro("migrate")
        say(f"migrated under load in {time.monotonic() - began:.1f} s, from {before} steps to {steps(database)}")
        time.sleep(TOGETHER)
        for stage in order:
            replace(office, stage)
        time.sleep(TOGETHER)
        settled = publisher.finish()
        found = set(database.sql("SELECT fields::jsonb ->> 'id' FROM pipeline.events WHERE topic = 'commands'").split())
        missing = len(publisher.accepted - found) + (not settled)
        if rebuilds:
            office.saypro("rebuild", "metrics")
        difference = office.settle()
        parked = database.sql("SELECT count(*) FROM pipeline.parked")
        if parked != "0":
            difference = f"{difference or ''}\n{parked} inputs are parked"
        office.stop()
        return len(publisher.accepted), missing, publisher.longest_pause, difference
    finally:
        database.stop("immediate")
        office.remove()


def main():
    parser = argparse.ArgumentParser(prog="scripts/drills/run upgrade")
    parser.add_argument("--from", dest="old", required=True, metavar="FOLDER", help="the built programs of the older version")
    parser.add_argument("--rebuild", action="store_true", help="count figures that are new for what is in the log already")
    arguments = parser.parse_args()
    new = os.environ["SAYPRO_PROGRAMS"]
    status, told = 0, []
    for name, order in (("producers first", STAGES), ("consumers first", tuple(reversed(STAGES)))):
        say(f"{name}: {', '.join(order)}")
        accepted, missing, pause, difference = play(order, arguments.old, new, arguments.rebuild)
        if difference:
            print(difference)
        told.append(
            f"{name}: {accepted} accepted, {missing or 'none'} lost, longest pause of a partition {pause:.2f} s,"
            f" verify {'found differences' if difference else 'clean'}"
        )
        status = status or int(bool(missing or difference))
    print("\n".join(told))
    return status


if __name__ == "__main__":
    sys.exit(main())
