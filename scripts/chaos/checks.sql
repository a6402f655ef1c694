-- What must hold when everything published has been settled. Each check is a sentence that must be true, on a line
-- beginning with "-- check:", and a query for the exceptions to it: no row means that it holds.
-- The random faults (scripts/chaos/run) and the fault tests (Tests/IntegrationTests) read this file.

-- check: each accepted message is stored once
SELECT source, id, count(*) FROM api.messages GROUP BY source, id HAVING count(*) > 1;

-- check: message_no counts from 1 without gaps in each conversation
SELECT conversation, count(*), min(message_no), max(message_no) FROM api.messages GROUP BY conversation
HAVING count(*) <> max(message_no) OR min(message_no) <> 1 OR count(DISTINCT message_no) <> count(*);

-- check: the sequence of each topic's partition has no gap
SELECT topic, partition, count(*), min(seq), max(seq) FROM pipeline.events GROUP BY topic, partition
HAVING min(seq) <> (SELECT first_seq FROM pipeline.settings) OR count(*) <> max(seq) - min(seq) + 1
    OR count(DISTINCT seq) <> count(*);

-- check: each head is the last event of its topic's partition
SELECT topic, partition, heads.seq, events.seq FROM pipeline.heads
FULL JOIN (SELECT topic, partition, max(seq) AS seq FROM pipeline.events GROUP BY topic, partition) AS events
    USING (topic, partition)
WHERE coalesce(heads.seq, 0) <> coalesce(events.seq, 0);

-- check: no event stands twice in the log
SELECT event, count(*) FROM pipeline.events GROUP BY event HAVING count(*) > 1;

-- check: every stage has read its topics to the end
SELECT stages.stage, heads.topic, heads.partition, heads.seq, positions.seq
FROM pipeline.heads
JOIN (
    SELECT stage, topic FROM (VALUES ('router', 'commands'), ('notifier', 'cases'), ('sla-monitor', 'cases'),
        ('survey', 'cases'), ('survey', 'commands'), ('router', 'surveys')) AS s (stage, topic)
    UNION SELECT stage, topic FROM pipeline.positions
) AS stages USING (topic)
LEFT JOIN pipeline.positions USING (stage, topic, partition)
WHERE heads.seq > 0 AND positions.seq IS DISTINCT FROM heads.seq;

-- check: each stored message went on as one command
SELECT messages.conversation, messages.message_no, count(commands.event)
FROM api.messages
LEFT JOIN (
    SELECT event, partition, conversation, (fields::jsonb ->> 'message_no')::bigint AS message_no
    FROM pipeline.events WHERE topic = 'commands' AND type = 'message.post'
) AS commands USING (partition, conversation, message_no)
GROUP BY messages.conversation, messages.message_no HAVING count(commands.event) <> 1;

-- check: each message command had one effect in its case
SELECT commands.conversation, commands.event, count(posted.event)
FROM pipeline.events AS commands
LEFT JOIN pipeline.events AS posted
    ON posted.topic = 'cases' AND posted.type = 'message.posted' AND posted.partition = commands.partition
    AND posted.cause = commands.event::text
WHERE commands.topic = 'commands' AND commands.type = 'message.post'
GROUP BY commands.conversation, commands.event HAVING count(posted.event) <> 1;

-- check: the topic cases keeps each conversation's order
SELECT conversation, seq, message_no, before FROM (
    SELECT conversation, seq, (fields::jsonb ->> 'message_no')::bigint AS message_no,
        lag((fields::jsonb ->> 'message_no')::bigint) OVER (PARTITION BY conversation ORDER BY partition, seq) AS before
    FROM pipeline.events WHERE topic = 'cases' AND type = 'message.posted'
) AS posted
WHERE message_no <> coalesce(before, 0) + 1;

-- check: a conversation has one open case at most
SELECT conversation, count(*) FROM api.cases WHERE state NOT IN ('resolved', 'closed', 'merged', 'spam')
GROUP BY conversation HAVING count(*) > 1;

-- check: there is one notice for each event, recipient and channel
SELECT event, recipient, channel, count(*) FROM api.notifications GROUP BY event, recipient, channel HAVING count(*) > 1;

-- check: every assignment and every resolution was told to somebody
SELECT events.partition, events.seq, events.type FROM pipeline.events
WHERE events.topic = 'cases' AND events.type IN ('case.assigned', 'case.resolved')
    AND NOT EXISTS (SELECT FROM api.notifications WHERE notifications.event = events.event);

-- check: what was last told of each clock is where it stands
SELECT clocks.clock, clocks.state, told.state FROM api.clocks
FULL JOIN (
    SELECT DISTINCT ON (clock) clock, fields ->> 'state' AS state, fields ->> 'reason' AS reason
    FROM (SELECT fields::jsonb AS fields, fields::jsonb ->> 'clock' AS clock, partition, seq
          FROM pipeline.events WHERE topic = 'clocks') AS events
    ORDER BY clock, partition, seq DESC
) AS told USING (clock)
WHERE clocks.state IS DISTINCT FROM told.state AND told.reason IS DISTINCT FROM 'superseded';

-- check: no clock was told twice of the same warning, level or breach
SELECT fields ->> 'clock', type, fields ->> 'warning', fields ->> 'level', count(*)
FROM (SELECT type, fields::jsonb AS fields FROM pipeline.events
      WHERE topic = 'clocks' AND type IN ('clock.warned', 'clock.breached')) AS events
WHERE NOT EXISTS (
    SELECT FROM pipeline.events AS undone
    WHERE undone.topic = 'clocks' AND undone.type IN ('clock.corrected', 'clock.resumed')
        AND undone.fields::jsonb ->> 'clock' = events.fields ->> 'clock'
)
GROUP BY 1, 2, 3, 4 HAVING count(*) > 1;

-- check: no mail between partitions waits
SELECT stage, partition, count(*) FROM pipeline.mail GROUP BY stage, partition;

-- check: each cycle has one survey at most, and its log says so
SELECT "case", fields::jsonb ->> 'cycle', count(*) FROM pipeline.events
WHERE topic = 'surveys' AND type = 'survey.sent' GROUP BY 1, 2 HAVING count(*) > 1;

-- check: what the log says was sent and rewarded is what the tables hold
SELECT s."case", s.cycle, s.state, count(e.event) FROM survey.surveys AS s
LEFT JOIN pipeline.events AS e
    ON e.topic = 'surveys' AND e.type = 'survey.sent' AND e.partition = s.partition AND e."case" = s."case"
    AND e.fields::jsonb ->> 'cycle' = s.cycle::text
GROUP BY s.partition, s."case", s.cycle, s.state HAVING count(e.event) <> (s.state IN ('sent', 'answered', 'expired'))::int;

-- check: the ledger of rewards sums to zero, one reward a cycle
SELECT 'sum', sum(points)::text FROM api.reward_postings HAVING sum(points) <> 0
UNION ALL
SELECT "case", count(*)::text FROM survey.transfers WHERE reverses IS NULL GROUP BY "case", cycle HAVING count(*) > 1;
