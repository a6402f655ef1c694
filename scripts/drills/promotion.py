"""PostgreSQL is lost under load, and its synchronous replica is promoted: nothing accepted is lost."""

import argparse
import sys

from office import Database, Office
from redises import PARTITIONS, wait_until
from rounds import Rounds, stored


def follow(replica, primary):
    """Makes a server the synchronous replica of another."""
    replica.copy_from(primary, "-R", "-X", "stream", "-c", "fast")
    replica.configure({
        "primary_conninfo": f"'{primary.conninfo} application_name={replica.name}'",
        "synchronous_standby_names": "''",
        # A replica that waits to look for a lost primary again is not promoted before that.
        "wal_retrieve_retry_interval": "500ms",
    })
    replica.start()
    primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{replica.name}'")
    primary.sql("SELECT pg_reload_conf()")
    wait_until(
        "the replica to follow", lambda: primary.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == "1"
    )


def main():
    parser = argparse.ArgumentParser(prog="scripts/drills/run promotion")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    office = Office()
    primary, replica = Database(office.folder, "one", 5432), Database(office.folder, "two", 5433)
    office.url = (
        f"postgresql://saypro@/saypro?host={primary.folder},{replica.folder}&port=5432,5433&target_session_attrs=read-write"
    )
    try:
        primary.create({"synchronous_commit": "on"})
        primary.start()
        primary.sql("CREATE DATABASE saypro", "postgres")
        office.saypro("migrate", "--partitions", str(PARTITIONS))
        office.start()
        tally = Rounds(office)
        for _ in range(rounds):
            follow(replica, primary)

            def lose(lost=primary, successor=replica):
                lost.kill()
                successor.promote()

            tally.play(lose, stored(replica))
            primary, replica = replica, primary
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
        primary.sql("SELECT pg_reload_conf()")
        return tally.end("promotions of PostgreSQL")
    finally:
        for server in (primary, replica):
            server.stop("immediate")
        office.remove()


if __name__ == "__main__":
    sys.exit(main())
