"""Notices by the ten thousand: each mail once, nobody held up by a dead receiver, and how many a second in the application."""

import argparse
import contextlib
import os
import random
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from house import STAGES, Failure, House, partition_of  # noqa: E402
from receivers import DeadServer, Inbox, MailServer, WebhookServer, must_be_alive  # noqa: E402

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PATIENCE = 900
# How long before a kill a mail may have been answered without the notifier having stored that.
UNKNOWN = 2
REPORTS = " AND recipient LIKE 'r-%'"
DEPLOY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "deploy")
# How long each probing takes, and how many probes of each channel it makes a second.
PROBING, PROBES = 30, 4


def add(pipe, house, door_key, kind, identifier, source, **fields):
    """Puts one entry on the stream of its partition."""
    key = f"{house.prefix}:inbound:{{{partition_of(door_key, house.partitions)}}}"
    words = [item for pair in fields.items() for item in pair]
    pipe.execute_command("XADD", key, "*", "type", kind, "id", identifier, "source", source, *words)


def write(pipe, house, user, label):
    """A user writes: a receipt is told at once, by each channel that the user has."""
    conversation = f"c-{user}"
    add(
        pipe, house, conversation, "message.post", f"{label}-{user}", "bench", conversation=conversation, user=user, role="user",
        language="en", text="Zebra 4711",
    )  # fmt: skip


def in_chunks(house, items, act, size=500):
    client = house.redis()
    for first in range(0, len(items), size):
        pipe = client.pipeline(transaction=False)
        for item in items[first : first + size]:
            act(pipe, item)
        pipe.execute()


def until(what, seconds, holds, house, pause=0.5):
    """Waits until something holds; every program has to be alive meanwhile."""
    ends = time.monotonic() + seconds
    while not holds():
        must_be_alive(house)
        if time.monotonic() > ends:
            raise Failure(f"{what} did not come about within {seconds} s")
        time.sleep(pause)


def number(house, sql):
    return int(house.sql(sql)[0][0])


def start(house, stages, **environment):
    secrets = os.path.join(house.folder, "secrets")
    os.makedirs(secrets, exist_ok=True)
    with open(os.path.join(secrets, "webhook"), "w", encoding="ascii") as file:
        file.write(SECRET)
    os.chmod(os.path.join(secrets, "webhook"), 0o600)
    for stage in stages:
        more = environment if stage == "notifier" else {}
        if stage == "notifier":
            more = {**more, "SAYPRO_SECRETS": secrets, "SAYPRO_WEBHOOK_ALLOW": "127.0.0.0/8"}
        elif stage == "metrics-aggregator":
            more = {"SAYPRO_HTTP": ""}
        house.start(stage, **more)


def people(house, rows):
    """Puts people into the notifier's directory: their ids, and their mail address or webhook."""
    lines = "\n".join(
        f"{partition_of(user, house.partitions)}\t{user}\t{email or chr(92) + 'N'}\t{webhook or chr(92) + 'N'}"
        for user, email, webhook in rows
    )
    house.sql(
        f"""CREATE TEMP TABLE seed (partition int, id text, email text, webhook text);
COPY seed FROM STDIN;
{lines}
\\.
INSERT INTO notifier.people (partition, audience, id, email, language, channels, webhook, senior, active, token)
SELECT partition, 'user', id, email, 'en', CASE WHEN email IS NULL THEN 'webhook' ELSE 'email' END, webhook, false, true,
       gen_random_uuid() FROM seed;
ANALYZE notifier.people;""",
        timeout=300,
    )


def name_readers(house, readers):
    """Has the policy say that the weekly report goes to those readers."""
    with open(os.path.join(DEPLOY, "policy.yaml"), encoding="utf-8") as file:
        policy = file.read().replace("  folder: knowledge\n", "")
    nobody = 'weekly:    { report: weekly, days_after: 0, at: "07:00", to: [] }'
    if nobody not in policy:
        raise Failure("the default policy has no weekly report to nobody")
    addresses = ", ".join(f"{reader}@example.org" for reader in readers)
    path = os.path.join(house.folder, "policy.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(policy.replace(nobody, nobody.replace("[]", f"[{addresses}]")))
    house.saypro("policy", "apply", path)
    house.sql(
        """INSERT INTO metrics.reports (kind, period, policy_version, content) VALUES ('weekly', '2026-W09', 1, '{"kind": "weekly",
        "period": "2026-W09", "zone": "Africa/Johannesburg", "figures": [], "tables": [], "insights": []}')"""
    )


def issue(house, readers):
    """Tells the notifier that the report goes to those readers, as the aggregator does, and waits until it has claimed the mails."""
    addresses = [f"{reader}@example.org" for reader in readers]
    rows = ", ".join(f"({partition_of(address, house.partitions)}, '{address}')" for address in addresses)
    house.sql(
        f"""INSERT INTO pipeline.mail_notifier (partition, stage, sender, kind, conversation, fields)
        SELECT partition, 'notifier', partition, 'report', address, json_build_object(
            'kind', 'weekly', 'period', '2026-W09', 'schedule', 'weekly', 'format', 'html', 'recipient', address,
            'event', gen_random_uuid())::text
        FROM (VALUES {rows}) AS reader (partition, address)"""
    )
    names = ", ".join(f"'{address}'" for address in addresses)
    claimed = f"SELECT count(*) FROM notifier.letters WHERE recipient IN ({names}) AND attempts > 0"
    until("the claims of the reports", 60, lambda: number(house, claimed) == len(addresses), house, 0.05)


def kill(house, server):
    """Kills the notifier, and says what was on its way."""
    worker = next(worker for worker in house.workers if worker.stage == "notifier" and worker.runs)
    worker.kill()
    house.workers.remove(worker)
    claimed = "SELECT count(*) FROM notifier.letters WHERE state = 'open' AND attempts > 0"
    told = "SELECT count(*) FROM pipeline.mail_notifier WHERE kind = 'outcome'"
    print(
        f"killed after {server.arrivals.count} mails, {server.arrivals.count - len(server.answered)} of them not answered: "
        f"{number(house, claimed)} claimed and not settled, of which reports {number(house, claimed + REPORTS)}; "
        f"outcomes not read {number(house, told)}; events not read {number(house, house.unread)}", flush=True,
    )  # fmt: skip


def is_drained(house, server):
    """Whether all events are read, and nothing arrives but what is claimed again later."""
    before = server.arrivals.count
    time.sleep(2)
    return number(house, house.unread) == 0 and server.arrivals.count == before


def mail(arguments):
    count = arguments.number or 10_000
    draw = random.Random(arguments.seed)
    reports = arguments.reports if arguments.kills else 0
    readers = [[f"r-{kill}-{n}" for n in range(reports)] for kill in range(arguments.kills)]
    wanted = count + sum(map(len, readers))
    with House(os.environ["SAYPRO_PROGRAMS"], ("ingest", "router", "notifier")) as house, contextlib.closing(MailServer()) as server:
        house.fresh("mail")
        if reports:
            name_readers(house, sum(readers, []))
        start(house, house.stages, SAYPRO_SMTP_URL=f"smtp://127.0.0.1:{server.port}")
        users = [f"m-{n}" for n in range(count)]
        in_chunks(
            house, users,
            lambda pipe, user: add(pipe, house, user, "user.put", f"put-{user}", "app", user=user, email=f"{user}@example.org"),
        )  # fmt: skip
        until("the directory", PATIENCE, lambda: number(house, "SELECT count(*) FROM notifier.people") == count, house)
        began = time.monotonic()
        kills = []
        share = count // (len(readers) + 1)
        for place, own in enumerate(readers):
            server.hold()
            if own:
                issue(house, own)
            in_chunks(house, users[place * share : (place + 1) * share], lambda pipe, user: write(pipe, house, user, "mail"))
            # Somewhere on the way from the first event to the last claim.
            time.sleep(draw.uniform(0.2, 4))
            kill(house, server)
            kills.append(time.monotonic())
            server.release()
            start(house, ["notifier"], SAYPRO_SMTP_URL=f"smtp://127.0.0.1:{server.port}")
            until("what nobody had claimed", PATIENCE, lambda: is_drained(house, server), house)
        in_chunks(house, users[len(readers) * share :], lambda pipe, user: write(pipe, house, user, "mail"))
        unsent = "SELECT count(*) FROM notifier.notifications WHERE channel = 'email' AND state <> 'sent'"
        until(
            "every mail", PATIENCE,
            lambda: number(house, unsent) == 0 and len(server.arrivals.times) == wanted, house,
        )  # fmt: skip
        took = time.monotonic() - began
        arrived = server.arrivals.times
        names = {user: {name for _, name in arrivals} for user, arrivals in arrived.items()}
        twice = sum(len(arrivals) > 1 for arrivals in arrived.values())
        renamed = sum(len(ids) > 1 for ids in names.values())
        distinct = len({name for ids in names.values() for name in ids})
        # What was answered, and not just before a kill, is known to have arrived: it may not come again.
        known = sum(
            len(arrivals) > 1 and user in server.answered and not any(0 < kill - server.answered[user] < UNKNOWN for kill in kills)
            for user, arrivals in arrived.items()
        )  # fmt: skip
        ledger = number(house, "SELECT count(*) FROM notifier.notifications WHERE channel = 'email'")
        print(f"mails wanted {wanted}, in the ledger {ledger}, arrived {server.arrivals.count}, Message-IDs {distinct}")
        print(f"arrived twice {twice} (kills {len(kills)}), under another Message-ID {renamed}, known to have arrived before {known}")
        print(f"from the first message to the last mail {took:.1f} s, {wanted / took:.0f} mails/s")
        if ledger != wanted or distinct != wanted or renamed or known:
            raise Failure("not every mail came once")


def delays(house, channels, label):
    """Lets users of each channel write one after the other; how long each had to wait for the receipt, by channel."""
    client, sent = house.redis(), {name: {} for name in channels}
    began = time.monotonic()
    for place in range(PROBING * PROBES):
        wait = began + place / PROBES - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        for name in channels:
            user = f"{label}-{name}-{place}"
            sent[name][user] = time.monotonic()
            write(client, house, user, "probe")
    found = {}
    for name, arrivals in channels.items():
        if missing := arrivals.wait(sent[name], 60):
            raise Failure(f"{len(missing)} of {len(sent[name])} notices by {name} have not come within a minute")
        found[name] = sorted(arrivals.times[user][0][0] - at for user, at in sent[name].items())
    return found


def webhooks(arguments):
    count = arguments.number or 100_000
    with contextlib.ExitStack() as stack:
        house = stack.enter_context(House(os.environ["SAYPRO_PROGRAMS"], ("ingest", "router", "notifier")))
        server, live, dead = (stack.enter_context(contextlib.closing(kind())) for kind in (MailServer, WebhookServer, DeadServer))
        house.fresh("webhooks")
        probes = [f"{label}-{{}}-{n}" for label in ("before", "during") for n in range(PROBING * PROBES)]
        people(
            house,
            [(p.format("mail"), f"{p.format('mail')}@example.org", None) for p in probes]
            + [(p.format("webhook"), None, f"http://127.0.0.1:{live.port}/") for p in probes]
            + [(f"dead-{n}", None, f"http://127.0.0.1:{dead.port}/") for n in range(count)],
        )
        start(house, house.stages, SAYPRO_SMTP_URL=f"smtp://127.0.0.1:{server.port}")
        inbox = stack.enter_context(contextlib.closing(Inbox(house)))
        channels = {"mail": server.arrivals, "webhook": live.arrivals, "in-app": inbox.arrivals}
        time.sleep(3)
        before = delays(house, channels, "before")
        seed(house, count)
        waiting = "SELECT count(*) FROM notifier.letters WHERE state = 'open' AND recipient LIKE 'dead-%'"
        began = time.monotonic()
        until("the queue", PATIENCE, lambda: number(house, waiting) == count, house, 1)
        print(f"{count} notices queued for a dead receiver in {time.monotonic() - began:.0f} s", flush=True)
        during = delays(house, channels, "during")
        print(f"of them waiting at the end: {number(house, waiting)}; connections that the dead receiver got: {len(dead.connections)}")
        worst = 0
        for name in channels:
            said = [
                f"median {statistics.median(times) * 1000:.0f} ms, at most {times[-1] * 1000:.0f} ms"
                for times in (before[name], during[name])
            ]
            worst = max(worst, during[name][-1] - statistics.median(before[name]))
            print(f"{name:8} without it: {said[0]}; with it: {said[1]} ({len(during[name])} notices)")
        print(f"the longest that one was held up, against the median without it: {worst:.2f} s")
        if worst >= 1:
            raise Failure("a dead receiver held others up")


def seed(house, count):
    """Tells each of the dead receiver's users something, as the partitions of events do."""
    lines = "\n".join(f"{partition_of(f'dead-{n}', house.partitions)}\tdead-{n}" for n in range(count))
    house.sql(
        f"""CREATE TEMP TABLE seed (partition int, id text);
COPY seed FROM STDIN;
{lines}
\\.
INSERT INTO pipeline.mail_notifier (partition, stage, sender, kind, conversation, fields)
SELECT partition, 'notifier', partition, 'notice', id, json_build_object(
    'audience', 'user', 'recipient', id, 'notice', 'replied', 'reason', 'your_case', 'event', gen_random_uuid(),
    'happened', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'cause', 'seed', 'language', 'en',
    'subject', 'You have an answer', 'text', 'Your advert is back.', 'why', 'It is about your case.')::text
FROM seed;""",
        timeout=300,
    )


def inapp(arguments):
    count = arguments.number or 20_000
    with House(os.environ["SAYPRO_PROGRAMS"]) as house:
        house.fresh("inapp")
        start(house, [stage for stage in STAGES if stage in house.stages])
        time.sleep(3)
        began = time.monotonic()
        in_chunks(house, range(count), lambda pipe, n: write(pipe, house, f"i-{n}", "inapp"))
        published = time.monotonic() - began
        sent = "SELECT count(*) FROM notifier.notifications WHERE channel = 'in_app' AND state = 'sent'"
        until("every notice", PATIENCE, lambda: number(house, sent) >= count, house)
        total, seconds = house.sql(
            """SELECT count(*), round(extract(epoch FROM max(at) - min(at))::numeric, 1) FROM pipeline.events
               WHERE topic = 'notifications' AND type = 'notification.sent'"""
        )[0]
        shown = sum(house.redis().xlen(f"{house.prefix}:inbox:{{{p}}}") for p in range(house.partitions))
        print(f"{count} messages published in {published:.1f} s, with {', '.join(house.stages)} running")
        print(f"in-app notices {total} in {seconds} s: {int(total) / max(float(seconds), 0.1):.0f}/s; in the streams {shown}")
        if int(total) < count or shown < min(count, 10_000):
            raise Failure("not every notice is in the application")


def main():
    parser = argparse.ArgumentParser(prog="scripts/notices/run")
    parser.add_argument("what", choices=("mail", "webhooks", "inapp"))
    parser.add_argument("number", type=int, nargs="?")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    {"mail": mail, "webhooks": webhooks, "inapp": inapp}[arguments.what](arguments)
    print("verdict: as it should be")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"notices: {failure}")
