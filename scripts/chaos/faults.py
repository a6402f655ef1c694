"""The faults that can strike, each a function of the stage it is played on."""

import os
import signal
import subprocess
import time

import redis

FAULTS = {}


def fault(weight):
    """Registers a fault; heavier ones strike more often."""

    def register(function):
        FAULTS[function.__name__.replace("_", "-")] = (weight, function)
        return function

    return register


class Theatre:
    """What faults act upon."""

    def __init__(self, house, random):
        self.house = house
        self.random = random
        self.slow_exits = []
        self.wrong_exits = []

    def pick(self):
        return self.random.choice(self.house.workers)

    def pause(self, low, high):
        time.sleep(self.random.uniform(low, high))


@fault(30)
def kill_worker(theatre):
    worker = theatre.pick()
    worker.kill()
    theatre.pause(0, 1.5)
    worker.start()
    return worker.name


@fault(5)
def kill_a_whole_stage(theatre):
    stage = theatre.pick().stage
    workers = [worker for worker in theatre.house.workers if worker.stage == stage]
    for worker in workers:
        worker.kill()
    theatre.pause(0, 1)
    for worker in workers:
        worker.start()
    return stage


@fault(20)
def terminate_worker(theatre):
    worker = theatre.pick()
    status, seconds = worker.terminate()
    if status != 0:
        theatre.wrong_exits.append(f"{worker.name} ended with {status} when asked to stop")
    if seconds > 5:
        theatre.slow_exits.append(f"{worker.name} took {seconds:.1f} s to stop")
    worker.start()
    return f"{worker.name} in {seconds:.1f} s"


@fault(12)
def stop_and_continue_worker(theatre):
    worker = theatre.pick()
    worker.signal(signal.SIGSTOP)
    # Longer than the time after which PostgreSQL gives a hung owner's partitions to others, about half of the time.
    theatre.pause(0.2, 12)
    worker.signal(signal.SIGCONT)
    return worker.name


@fault(6)
def kill_redis(theatre):
    theatre.house.server("kill", "redis")
    theatre.pause(0, 2)
    theatre.house.server("start", "redis")
    return ""


@fault(6)
def empty_redis(theatre):
    theatre.house.redis().flushall()
    return ""


@fault(6)
def fill_redis(theatre):
    client = theatre.house.redis()
    client.config_set("maxmemory", 1)
    theatre.pause(0.5, 3)
    client.config_set("maxmemory", 0)
    return ""


@fault(4)
def hang_redis(theatre):
    pid = int(theatre.house.server("pid", "redis"))
    os.kill(pid, signal.SIGSTOP)
    theatre.pause(0.2, 4)
    os.kill(pid, signal.SIGCONT)
    return ""


@fault(6)
def crash_postgres(theatre):
    theatre.house.server("restart", "postgres")
    return ""


@fault(8)
def end_sessions(theatre):
    rows = theatre.house.sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return f"{rows[0][0]} sessions"


@fault(8)
def cut_redis_clients(theatre):
    client = theatre.house.redis()
    for kind in ("normal", "pubsub"):
        try:
            client.execute_command("CLIENT", "KILL", "TYPE", kind)
        except redis.RedisError:
            pass
    return ""


@fault(4)
def pause_stage(theatre):
    stage = theatre.pick().stage
    theatre.house.saypro("pause", stage)
    theatre.pause(0.5, 3)
    theatre.house.saypro("resume", stage)
    return stage


def strike(theatre, allowed):
    """Plays one fault, chosen by weight; returns its name and what it hit."""
    names = [name for name in FAULTS if not allowed or name in allowed]
    name = theatre.random.choices(names, [FAULTS[name][0] for name in names])[0]
    try:
        return name, FAULTS[name][1](theatre)
    except (redis.RedisError, OSError, subprocess.SubprocessError) as error:
        return name, f"could not be played: {error}"
