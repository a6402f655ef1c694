"""The faults that provoke the alerts of the runbook, and the runbook's cures."""

import dataclasses
import datetime
import hashlib
import hmac
import os
import subprocess
import time
import typing

from redises import PARTITIONS, SERVERS


@dataclasses.dataclass
class Fault:
    """What is done, which alerts it has to fire, and what ends it."""

    alerts: list
    what: str
    provoke: typing.Callable
    told: str
    cure: typing.Callable = lambda stage: None
    # What goes on while the alert is waited for.
    goes_on: typing.Callable = None
    patience: float = 60
    # Whether the alert can be over within minutes of its cure.
    ends: bool = True
    # Why it cannot be provoked today.
    left_out: str = None


def server(stage, verb):
    subprocess.run([SERVERS, verb, "redis", stage.office.folder], check=True)


def without_owner(stage):
    """A session that hangs has a partition of the router."""
    stage.office.kill("router")
    time.sleep(1)
    stage.hold(
        "SELECT pg_advisory_lock(lock_class, 0) FROM pipeline.stages WHERE stage = 'router';", name="saypro/router/gone/0"
    )
    time.sleep(0.5)
    stage.office.start("router")


def end_sessions(name):
    def end(stage):
        stage.database.sql(
            f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{name}'", "postgres"
        )
    return end


def unknown_letters(stage, partitions=1, each=8):
    """A version that has been taken back has left letters that this one does not know."""
    stage.sent += 1
    stage.database.sql(
        "INSERT INTO pipeline.mail (partition, stage, sender, kind, conversation, fields)"
        f" SELECT p, 'router', 0, 'of-another-version', 'parked-{stage.sent}-' || p || '-' || n, '{{}}'"
        f" FROM generate_series(0, {partitions - 1}) AS p, generate_series(1, {each}) AS n"
    )


def discard(stage):
    """Throws away what is parked until nothing more is, as the lane goes on in a minute."""
    for _ in range(100):
        names = stage.database.sql("SELECT DISTINCT conversation FROM pipeline.parked WHERE stage = 'router'").split()
        for name in names:
            stage.office.saypro("parked", "discard", "router", name, "--all", check=False)
        if not names and stage.database.sql("SELECT count(*) FROM pipeline.mail WHERE kind = 'of-another-version'") == "0":
            return
        time.sleep(1)


def backlog(stage):
    stage.office.saypro("pause", "router")
    time.sleep(2)
    stage.messages(5200, f"lag-{stage.sent}")


def without_redis(stage):
    """Redis is lost while the router has much to do."""
    backlog(stage)
    head = "SELECT coalesce(sum(h.seq - p.seq), 0) FROM pipeline.positions AS p JOIN pipeline.heads AS h USING (topic, partition)" \
        " WHERE p.stage = 'router' AND topic = 'commands'"
    end = time.monotonic() + 60
    while int(stage.database.sql(head)) < 5200 and time.monotonic() < end:
        time.sleep(0.5)
    server(stage, "kill")
    stage.office.saypro("resume", "router")


def vanish(stage):
    """A publisher trims a stream that ingest has not read."""
    client = stage.office.client()
    for _ in range(2):
        stage.office.saypro("pause", "ingest")
        time.sleep(2)
        stage.messages(40, f"vanished-{stage.sent}")
        for partition in range(8):
            client.xtrim(f"saypro:inbound:{{{partition}}}", maxlen=0, approximate=False)
        stage.office.saypro("resume", "ingest")
        time.sleep(3)
        stage.messages(40, f"after-{stage.sent}")
        time.sleep(12)


def strangers(stage):
    stage.publish_all([
        ("message.post", f"s-{n}", "nobody", {"conversation": f"s-{n}", "user": "s", "role": "user", "text": "Hello"})
        for n in range(8)
    ])


def changed_key(stage):
    """The key of a partner is changed here, and the partner signs with its old one."""
    secrets = os.path.join(stage.office.folder, "secrets")
    os.makedirs(secrets, mode=0o700, exist_ok=True)
    with open(os.path.join(secrets, "partner"), "w", encoding="ascii") as out:
        out.write("the new key\n")
    stage.office.kill("ingest")
    stage.office.start("ingest", SAYPRO_SECRETS=secrets)
    signed(stage, "the old key")


def signed(stage, key):
    """The partner publishes, signed with that key; answers the last entry's id and its partition."""
    client = stage.office.client()
    for _ in range(8):
        stage.sent += 1
        entry = {
            "type": "case.open", "id": f"drill-{stage.sent}", "source": "partner", "conversation": f"partner-{stage.sent}", "user": "p",
            "kind": "listing", "subject": f"listing:{stage.sent}",
        }
        # All values are ASCII: a character is a byte.
        content = "".join(f"{len(name)}:{name}={len(value)}:{value};" for name, value in sorted(entry.items()))
        entry["sig"] = "v1=" + hmac.new(key.encode(), content.encode(), hashlib.sha256).hexdigest()
        partition = stage.partition(entry["conversation"])
        client.xadd(f"saypro:inbound:partner:{{{partition}}}", entry)
    return entry["id"], partition


def same_key(stage):
    """The partner is told the new key; its entries have to be accepted."""
    entry, partition = signed(stage, "the new key")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for _, receipt in stage.office.client().xrevrange(f"saypro:receipts:partner:{{{partition}}}", count=20):
            if receipt["id"] == entry and receipt["status"] == "accepted":
                return
        time.sleep(0.3)
    raise SystemExit("what the partner signs with the new key is not accepted")


def leaking(stage):
    """A library that is loaded into the router takes memory and never gives it back."""
    source = "#include <stdlib.h>\n#include <string.h>\n" \
        "__attribute__((constructor)) static void leak(void) { memset(malloc(400 << 20), 1, 400 << 20); }\n"
    library = os.path.join(stage.office.folder, "leak.so")
    subprocess.run(["cc", "-O0", "-shared", "-fPIC", "-x", "c", "-o", library, "-"], input=source, text=True, check=True)
    stage.office.kill("router")
    stage.office.start("router", LD_PRELOAD=library)


def restart_router(stage):
    stage.office.kill("router")
    stage.office.start("router")


def slow_commits(stage):
    """A session holds a lock on the router's positions again and again."""
    rounds = "BEGIN; LOCK TABLE pipeline.positions_router IN EXCLUSIVE MODE; SELECT pg_sleep(0.9); COMMIT; SELECT pg_sleep(0.05);"
    stage.hold("\n".join([rounds] * 200), name="a-long-report")


def poison_everywhere(stage):
    """Such letters come two at a time to a router with a lane for each partition; a lane stops after five of them."""
    stage.office.kill("router")
    stage.office.start("router", SAYPRO_LANES=str(PARTITIONS))
    time.sleep(5)
    for _ in range(3):
        unknown_letters(stage, PARTITIONS, each=2)
        time.sleep(1.5)


def without_poison(stage):
    discard(stage)
    restart_router(stage)


def settled(stage, count, label, asked, answered, *between):
    """Matters of users who asked and were told that it is settled, so many hours ago; `between` is what admins did."""
    now = datetime.datetime.now(datetime.timezone.utc)
    asked, answered = ((now - datetime.timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M:%SZ") for h in (asked, answered))
    entries = []
    for n in range(count):
        c = f"{label}-{stage.sent}-{n}"
        entries += [
            ("message.post", c, "import", {"conversation": c, "user": c, "role": "user", "text": "Where is it?", "time": asked}),
            *((type_, c, "import", {"conversation": c, "admin": "ann", "time": answered, **fields}) for type_, fields in between),
            ("case.resolve", c, "import", {"conversation": c, "admin": "ann", "summary": "It was sent.", "time": answered}),
        ]
    stage.publish_all(entries)


def escalations(stage):
    """A quarter in which all was settled where it came in, until this week."""
    settled(stage, 400, "within", 9 * 24, 9 * 24 - 1)
    settled(stage, 12, "beyond", 3, 2, ("case.escalate", {"to": "finance", "reason": "payment_trace"}))


def late_cases(stage):
    """Users were answered, and their matters settled, after two days."""
    for _ in range(2):
        settled(stage, 40, "late", 60, 6, ("message.post", {"role": "admin", "text": "It was sent."}))
        time.sleep(8)


def quarter_allows(today):
    """Whether a quarter has weeks behind it and before it, so that what will come can turn what has been."""
    first = datetime.date(today.year, 1 + 3 * ((today.month - 1) // 3), 1)
    after = datetime.date(today.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return (today - first).days > 10 and (after - today).days > 10


FAULTS = [
    Fault(
        ["SayProProgramDown", "SayProStageAbsent"], "the only process of survey is killed",
        lambda stage: stage.office.kill("survey"), "it is started again", lambda stage: stage.office.start("survey"),
    ),
    Fault(
        ["SayProPartitionsWithoutOwner"], "a session that hangs keeps a partition of the router", without_owner,
        "the session is ended", end_sessions("saypro/router/gone/0"),
    ),
    Fault(
        ["SayProParked", "SayProLaneStopped", "SayProParkedForLong"], "a version that was taken back has left letters that this one does not know",
        unknown_letters, "saypro parked discard router CONVERSATION --all", discard, patience=150,
    ),
    Fault(
        ["SayProBatchesRedone"], "such letters come to each of eight lanes of the router", poison_everywhere,
        "saypro parked discard router CONVERSATION --all", without_poison, patience=90,
    ),
    Fault(
        ["SayProLaneWaiting", "SayProSessionsLost"], "PostgreSQL is stopped", lambda stage: stage.database.stop("fast"),
        "it is started", lambda stage: stage.database.start(),
    ),
    Fault(
        ["SayProLag", "SayProOldestUnread"], "the router is paused, and 5,200 messages come", backlog, "saypro resume router",
        lambda stage: stage.office.saypro("resume", "router"), patience=150,
    ),
    Fault(
        ["SayProRedisBehind"], "Redis is killed while the router has much to do", without_redis, "it is started",
        lambda stage: server(stage, "start"), patience=150,
    ),
    Fault(
        ["SayProEventsRepublished"], "Redis is emptied", lambda stage: stage.office.client().flushall(), "nothing: the streams are whole again",
        patience=120,
    ),
    Fault(
        ["SayProEntriesRejected"], "a source that the policy does not name publishes", strangers, "it is stopped", goes_on=strangers,
    ),
    Fault(
        ["SayProBadSignatures"], "a partner signs with a key that was changed here", changed_key, "the same key on both sides", same_key,
        goes_on=lambda stage: signed(stage, "the old key"),
    ),
    Fault(
        ["SayProEntriesVanished"], "a publisher trims streams before they are read", vanish, "it stops; what has no receipt is sent again",
    ),
    Fault(
        ["SayProCommitsSlow"], "a session holds a lock on the router's positions again and again", slow_commits, "the session is ended",
        end_sessions("a-long-report"), goes_on=lambda stage: stage.messages(3, f"slow-{stage.sent}"), patience=90,
    ),
    Fault(
        ["SayProMemoryHigh"], "a library that leaks is loaded into the router", leaking, "it is restarted, without that library",
        restart_router, patience=90,
    ),
    Fault(
        ["SayProBudgetForecast"], "a twentieth may be escalated in a quarter, and this week everything is", escalations,
        "none in minutes: the figures are those of months", patience=200, ends=False,
        left_out=None if quarter_allows(datetime.date.today()) else "a forecast needs a quarter that is neither young nor old",
    ),
    Fault(
        ["SayProFirstResponsesLate", "SayProResolutionsLate", "SayProTargetMissed", "SayProBudgetBurnsFast"],
        "80 users were answered after two days", late_cases, "none in minutes: the figures are those of weeks and months", patience=200, ends=False,
    ),
]
