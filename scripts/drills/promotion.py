"""PostgreSQL is lost under load, and its synchronous replica is promoted: nothing accepted is lost."""

import argparse
import sys
import time

from office import Database, Office, Publisher, PARTITIONS, say


def follow(replica, primary):
    """Makes a server the synchronous replica of another."""
    replica.copy_from(primary, "-R", "-X", "stream", "-c", "fast")
    replica.configure({"primary_conninfo": f"'{primary.conninfo} application_name={replica.name}'", "synchronous_standby_names": "''"})
    replica.start()
    primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{replica.name}'")
    primary.sql("SELECT pg_reload_conf()")
    end = time.monotonic() + 60
    while primary.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1":
        if time.monotonic() > end:
            raise SystemExit("the replica does not follow")
        time.sleep(0.1)


def main():
    parser = argparse.ArgumentParser(prog="scripts/drills/run promotion")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    office = Office()
    primary, replica = Database(office.folder, "one", 5432), Database(office.folder, "two", 5433)
    office.url = (
        f"postgresql://saypro@/saypro?host={primary.folder},{replica.folder}&port=5432,5433&target_session_attrs=read-write"
    )
    lost, pauses, promoted = 0, [], []
    try:
        primary.create({"synchronous_commit": "on"})
        primary.start()
        primary.sql("CREATE DATABASE saypro", "postgres")
        office.saypro("migrate", "--partitions", str(PARTITIONS))
        office.start()
        for number in range(1, rounds + 1):
            follow(replica, primary)
            publisher = Publisher(office, f"r{number}")
            publisher.start()
            time.sleep(3)
            began = time.monotonic()
            primary.kill()
            replica.promote()
            promoted.append(time.monotonic() - began)
            time.sleep(3)
            settled = publisher.finish()
            primary, replica = replica, primary
            found = set(primary.sql(f"SELECT id FROM ingest.messages WHERE id LIKE 'r{number}-%'").split())
            missing = publisher.accepted - found
            lost += len(missing)
            pauses.append(publisher.longest_pause)
            say(
                f"round {number}: {len(publisher.accepted)} accepted, {len(missing)} lost, promoted in {promoted[-1]:.2f} s,"
                f" longest pause {publisher.longest_pause:.2f} s{'' if settled else ', and not all was answered'}"
            )
            if not settled:
                lost += 1
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
        primary.sql("SELECT pg_reload_conf()")
        difference = office.settle()
        office.stop()
    finally:
        for server in (primary, replica):
            server.stop("immediate")
        office.remove()
    if difference:
        print(difference)
    verdict = "nothing lost" if not lost and not difference else f"{lost} lost"
    print(f"{rounds} promotions: {verdict}; longest pause {max(pauses):.2f} s, of which the promotion took {max(promoted):.2f} s")
    return 1 if lost or difference else 0


if __name__ == "__main__":
    sys.exit(main())
