"""A base backup and its WAL are restored to a point in time, Redis is emptied: the office goes on from there."""

import os
import sys
import time

from office import Database, Office, say
from publisher import Publisher
from redises import PARTITIONS


def publish(office, run, seconds):
    publisher = Publisher(office, run)
    publisher.start()
    time.sleep(seconds)
    if not publisher.finish():
        raise SystemExit("not everything published was answered")
    return publisher.accepted


def main():
    office = Office()
    source, restored = Database(office.folder, "one", 5432), Database(office.folder, "two", 5432)
    archive = os.path.join(source.folder, "archive")
    office.url = f"postgresql://saypro@/saypro?host={source.folder}&port=5432"
    try:
        source.create({"archive_mode": "on", "archive_command": f"'test ! -f {archive}/%f && cp %p {archive}/%f'"})
        os.makedirs(archive)
        if os.geteuid() == 0:
            os.chmod(archive, 0o777)
        source.start()
        source.sql("CREATE DATABASE saypro", "postgres")
        office.saypro("migrate", "--partitions", str(PARTITIONS))
        office.start()
        before = publish(office, "before", 3)
        began = time.monotonic()
        restored.copy_from(source, "-X", "none", "-c", "fast")
        say(f"base backup taken in {time.monotonic() - began:.1f} s, with the programs at work")
        between = publish(office, "between", 3)
        difference = office.settle()
        if difference:
            raise SystemExit(difference)
        source.sql("SELECT pg_create_restore_point('drill')")
        after = publish(office, "after", 3)
        source.sql("SELECT pg_switch_wal()")
        time.sleep(2)
        office.stop()
        source.stop("immediate")

        began = time.monotonic()
        restored.configure({
            "restore_command": f"'cp {archive}/%f %p'", "recovery_target_name": "'drill'", "recovery_target_action": "'promote'",
            "archive_mode": "off",
        })
        open(os.path.join(restored.data, "recovery.signal"), "w", encoding="ascii").close()
        if os.geteuid() == 0:
            os.chown(os.path.join(restored.data, "recovery.signal"), *_owner(restored.data))
        restored.start()
        while restored.sql("SELECT pg_is_in_recovery()", "postgres") != "f":
            time.sleep(0.1)
        office.url = f"postgresql://saypro@/saypro?host={restored.folder}&port=5432"
        # The streams tell of a time that has not been: they are emptied before any program can read them, and published
        # again from the log. What was in `inbound` and has no receipt its publisher sends again.
        office.client().flushall()
        office.start()
        say(f"restored in {time.monotonic() - began:.1f} s; {len(after)} messages came after the point")
        difference = office.settle()
        found = set(restored.sql("SELECT id FROM ingest.messages").split())
        again = publish(office, "again", 2)
        difference = difference or office.settle()
        office.stop()
    finally:
        for server in (source, restored):
            server.stop("immediate")
        office.remove()
    wrong = (before | between) ^ found
    if difference:
        print(difference)
    print(
        f"restored to the point: {len(found)} messages of {len(before | between)}, {len(wrong)} wrong; {len(again)} accepted after it;"
        f" verify {'found differences' if difference else 'clean'}"
    )
    return 1 if wrong or difference else 0


def _owner(path):
    status = os.stat(path)
    return status.st_uid, status.st_gid


if __name__ == "__main__":
    sys.exit(main())
