"""Random faults under load; see scripts/chaos/run."""

import argparse
import os
import random
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import faults  # noqa: E402
import verdict  # noqa: E402
from house import PROGRAMS_HELP, Failure, House, chosen, partition_of  # noqa: E402
from publishing import Publisher  # noqa: E402

ADMINS = [f"admin-{n}" for n in range(4)]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/chaos/run")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 1_000_000))
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--rate", type=float, default=200, help="entries a second")
    parser.add_argument("--conversations", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2, help="processes of each stage")
    parser.add_argument("--programs", default="all", help=f"{PROGRAMS_HELP} (all)")
    parser.add_argument("--only", default="", help="faults to choose from, comma-separated: " + ", ".join(faults.FAULTS))
    parser.add_argument("--settle", type=float, default=120, help="seconds allowed to settle")
    parser.add_argument("--keep", action="store_true", help="leave servers, programs and logs as they are when something is amiss")
    return parser.parse_args()


def admit_admins(house):
    """Puts the admins on shift before the first message."""
    client = house.redis()
    for admin in ADMINS:
        key = f"{house.prefix}:inbound:{{{partition_of(admin, house.partitions)}}}"
        client.xadd(key, {"type": "admin.put", "id": f"put-{admin}", "source": "console", "admin": admin, "capacity": "500"})
        client.xadd(
            key,
            {"type": "admin.presence", "id": f"on-{admin}", "source": "console", "admin": admin, "status": "online"},
        )


def play(house, options, chance):
    """Strikes fault after fault under load; returns the theatre and the publisher once all is published."""
    for stage in house.stages:
        for number in range(1, options.processes + 1):
            house.start(stage, number)
    admit_admins(house)
    if verdict.settled(house, 60):
        raise Failure("the programs did not take up their work within a minute")
    publisher = Publisher(house, options.seed, options.rate, options.conversations, ADMINS)
    publisher.start()
    theatre = faults.Theatre(house, chance)
    allowed = [name for name in options.only.split(",") if name]
    began = time.monotonic()
    for number in range(1, options.faults + 1):
        time.sleep(chance.uniform(0.1, 1.2))
        name, what = faults.strike(theatre, allowed)
        print(
            f"{time.monotonic() - began:7.1f} s  {number:4}/{options.faults}  {name:<26} {what:<24} "
            f"{len(publisher.accepted)} accepted",
            file=sys.stderr,
        )
        for worker in house.workers:
            if not worker.runs:
                theatre.wrong_exits.append(f"{worker.name} ended by itself with {worker.process.returncode}")
                worker.start()
        if publisher.fault:
            raise Failure(f"the publisher failed: {publisher.fault!r}")
    publisher.finishing.set()
    publisher.join(options.settle)
    return theatre, publisher


def judge(house, options, theatre, publisher):
    """Everything that is amiss, as sentences."""
    amiss = theatre.wrong_exits + theatre.slow_exits
    if publisher.is_alive():
        amiss.append(f"{len(publisher.by_id)} entries have had no receipt, such as {next(iter(publisher.by_id))}")
    if waits := verdict.settled(house, options.settle):
        amiss.append(f"{waits} events or entries still wait")
    # The tables have grown from nothing within minutes: without figures on them, comparing them takes for ever.
    house.sql("ANALYZE")
    amiss += verdict.sql_faults(house)
    amiss += verdict.publisher_faults(house, publisher)
    amiss += verdict.stream_faults(house)
    try:
        done = house.saypro("verify", "--settled", check=False)
        if done.returncode:
            amiss.append(f"saypro verify: {(done.stdout + done.stderr).strip()}")
    except subprocess.TimeoutExpired as late:
        amiss.append(f"saypro verify had not ended after {late.timeout:.0f} s")
    parked = house.sql("SELECT count(*) FROM api.parked")[0][0]
    if parked != "0":
        amiss.append(f"{parked} inputs are parked although none is poison")
    return amiss


def main():
    options = arguments()
    chance = random.Random(options.seed)
    try:
        house = House(os.environ["SAYPRO_PROGRAMS"], chosen(options.programs), through="port")
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 64
    amiss = ["the run was interrupted"]
    try:
        with_servers = house.__enter__()
        with_servers.migrate()
        theatre, publisher = play(house, options, chance)
        amiss = judge(house, options, theatre, publisher)
        for sentence in amiss:
            print(f"  {sentence}", file=sys.stderr)
        print(
            f"{'FAILED' if amiss else 'passed'}: seed {options.seed}, {options.faults} faults, "
            f"{len(publisher.accepted)} entries accepted, {len(publisher.rejected)} rejected, {publisher.resent} sent again, "
            f"{publisher.duplicates} receipts said duplicate, {len(amiss)} things amiss"
        )
    except Failure as failure:
        print(f"FAILED: seed {options.seed}: {failure}")
    finally:
        if amiss and options.keep:
            print(f"Left as it is: {house.folder}; {house.database_url}; {house.redis_url}", file=sys.stderr)
        else:
            house.close()
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
