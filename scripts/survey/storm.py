"""Lets very many surveys come due within one minute, while messages come at 200 a second."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from house import STAGES, Failure, House, partition_of  # noqa: E402

RATE = 200
QUIET, STORM = 20, 60


def seed(house, number):
    """Writes surveys that are due one after the other within the minute that begins after the quiet time."""
    conversations = "\n".join(f"{n}\t{partition_of(f's-{n}', house.partitions)}" for n in range(number))
    house.sql(
        f"""CREATE TEMP TABLE seed (n int, partition int);
COPY seed FROM STDIN;
{conversations}
\\.
INSERT INTO survey.surveys (partition, "case", cycle, conversation, "user", kind, state, backfill, scheduled_at, due_at,
                            next_at, resolver, participants, team, category, channel, language, version)
SELECT partition, 'case-' || n, 1, 's-' || n, 'user-s-' || n, 'conversation', 'scheduled', false, now(), due, due, 'a-1',
       '{{a-1}}', 'first_line', 'inquiry', 'web', 'en', 0
FROM (SELECT n, partition, date_trunc('second', now()) + interval '{QUIET + 5} s'
             + n * interval '{STORM} s' / {number} AS due FROM seed) AS s;
INSERT INTO pipeline.timers_survey (partition, stage, key, due, conversation, fields)
SELECT partition, 'survey', concat('survey:', "case", '/1'), due_at, conversation,
       json_build_object('case', "case", 'cycle', '1', 'cause', '')
FROM survey.surveys WHERE state = 'scheduled';
ANALYZE survey.surveys; ANALYZE pipeline.timers_survey;""",
        timeout=300,
    )


def publish(house, seconds):
    """Messages at an even rate."""
    client, began = house.redis(), time.monotonic()
    for number in range(seconds * RATE):
        wait = began + number / RATE - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        conversation = f"m-{number % 5000}"
        key = f"{house.prefix}:inbound:{{{partition_of(conversation, house.partitions)}}}"
        client.execute_command(
            "XADD", key, "*", "type", "message.post", "id", f"m-{number}", "source", "bench", "conversation", conversation,
            "user", f"user-{conversation}", "role", "user", "text", "My advert is gone",
        )  # fmt: skip


def latency(house, begins, ends):
    """From the entry's arrival in Redis to the router's transaction, in milliseconds."""
    return house.sql(
        f"""SELECT count(*), round((percentile_cont(0.5) WITHIN GROUP (ORDER BY took))::numeric, 1),
                   round((percentile_cont(0.99) WITHIN GROUP (ORDER BY took))::numeric, 1)
            FROM (SELECT extract(epoch FROM at - time) * 1000 AS took FROM pipeline.events
                  WHERE topic = 'cases' AND type = 'message.posted' AND time >= '{begins}' AND time < '{ends}') AS m"""
    )[0]


def main(number):
    with House(os.environ["SAYPRO_PROGRAMS"]) as house:
        house.fresh("storm")
        for stage in STAGES:
            if stage != "survey":
                house.start(stage)
        time.sleep(3)
        # A lane knows of the timers that were there when it began, and of those that it set.
        seed(house, number)
        house.start("survey")
        first, last = house.sql("SELECT min(due_at), max(due_at) FROM survey.surveys")[0]
        publish(house, QUIET + 5 + STORM + 5)
        for _ in range(300):
            waits = int(house.sql("SELECT count(*) FROM survey.surveys WHERE state <> 'sent'")[0][0])
            if not waits:
                break
            time.sleep(1)
        else:
            raise Failure(f"{waits} surveys have not gone out five minutes later")
        sent = house.sql(
            """SELECT count(*), count(DISTINCT fields::jsonb ->> 'survey'), count(DISTINCT fields::jsonb ->> 'token'),
                      round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM at - time)))::numeric, 3),
                      round((percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM at - time)))::numeric, 3),
                      round(max(extract(epoch FROM at - time))::numeric, 3)
               FROM pipeline.events WHERE topic = 'surveys' AND type = 'survey.sent'"""
        )[0]
        disorder = house.sql(
            """SELECT count(*) FROM (SELECT time, lag(time) OVER (PARTITION BY partition ORDER BY seq) AS before
               FROM pipeline.events WHERE topic = 'surveys' AND type = 'survey.sent') AS s WHERE time < before"""
        )[0][0]
        quiet = latency(house, "-infinity", first)
        storm = latency(house, first, last)
        print(f"surveys sent {sent[0]}, about {sent[1]} cycles, with {sent[2]} tokens; out of order {disorder}")
        print(f"late by (s): median {sent[3]}, 99th percentile {sent[4]}, at most {sent[5]}")
        print(f"messages before: {quiet[0]}, ms to the router: median {quiet[1]}, 99th percentile {quiet[2]}")
        print(f"messages during: {storm[0]}, ms to the router: median {storm[1]}, 99th percentile {storm[2]}")
        if sent[:3] != [str(number)] * 3 or disorder != "0":
            raise Failure("not each survey went out once, in the order of the due times")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except Failure as failure:
        sys.exit(f"survey storm: {failure}")
