"""A master of Redis is killed under load, again and again: what was accepted is in PostgreSQL, the rest is sent again."""

import argparse

from office import Database, Office
from redises import PARTITIONS
from rounds import Rounds, stored


def main(name, redis, what):
    """Plays the drill `name` over these servers; answers the exit status."""
    parser = argparse.ArgumentParser(prog=f"scripts/drills/run {name}")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    office = Office(redis=redis)
    database = Database(office.folder, "one", 5432)
    office.url = f"postgresql://saypro@/saypro?host={database.folder}&port=5432"
    try:
        database.create({})
        database.start()
        database.sql("CREATE DATABASE saypro", "postgres")
        office.saypro("migrate", "--partitions", str(PARTITIONS))
        office.start()
        tally = Rounds(office)
        for number in range(rounds):
            if number:
                redis.mend()
            tally.play(redis.lose, stored(database))
        return tally.end(what)
    finally:
        database.stop("immediate")
        office.remove()
