extension VerifyCheck {
    /// What must hold of the rows that the stages own.
    static let ofStages: [VerifyCheck] = [
        VerifyCheck(
            name: "accepted-once",
            sentence: "each accepted id has exactly one command",
            // Ids are kept by week; those of this week and the last are all there.
            query: """
                WITH since AS (
                    SELECT ingest.week_of(now()) - 1 AS week,
                           timestamptz '1969-12-29 00:00Z' + (ingest.week_of(now()) - 1) * interval '7 days' AS start
                )
                SELECT format('partition %s: %s accepted ids, %s commands', partition, i.count, c.count)
                FROM (SELECT partition, count(*) FROM ingest.ids, since WHERE ids.week >= since.week GROUP BY partition) AS i
                FULL JOIN (
                    SELECT partition, count(*) FROM pipeline.events, since
                    WHERE topic = 'commands' AND type NOT IN ('person.erased', 'partitions.changed')
                      AND at >= since.start
                    GROUP BY partition
                ) AS c USING (partition)
                WHERE coalesce(i.count, 0) <> coalesce(c.count, 0)
                """
        ),
        VerifyCheck(
            name: "ids-messages",
            sentence: "each accepted id of a message has exactly that message, and each recent message its id",
            // Messages may be let go sooner than their ids; weeks of which none was are compared.
            query: """
                WITH since AS (
                    SELECT week, timestamptz '1969-12-29 00:00Z' + week * interval '7 days' AS start
                    FROM (SELECT greatest(
                              ingest.week_of(now()) - 1,
                              ingest.week_of(nullif(pipeline.kept_since('messages'), '-infinity')) + 1
                          )) AS weeks (week)
                )
                SELECT format('partition %s: message %s %s', partition, message,
                              CASE WHEN m.found IS NULL THEN 'has an id and no row' WHEN i.found IS NULL
                                   THEN 'has a row and no id' ELSE format('has %s ids, %s rows', i.found, m.found) END)
                FROM (SELECT partition, message, count(*) AS found FROM ingest.ids, since
                      WHERE message IS NOT NULL AND ids.week >= since.week
                      GROUP BY partition, message) AS i
                FULL JOIN (SELECT partition, message, count(*) AS found FROM ingest.messages, since
                           WHERE accepted_at >= since.start
                           GROUP BY partition, message) AS m
                    USING (partition, message)
                WHERE i.found IS DISTINCT FROM 1 OR m.found IS DISTINCT FROM 1
                """
        ),
        VerifyCheck(
            name: "messages-commands",
            sentence: "each message has exactly one command, with its number",
            query: """
                SELECT format('partition %s: message %s: row no %s, %s commands with no %s', partition, message,
                              m.message_no, coalesce(c.found, 0), c.message_no)
                FROM ingest.messages AS m
                FULL JOIN (
                    SELECT partition, (fields::jsonb ->> 'message')::uuid AS message, count(*) AS found, max(at) AS at,
                           min((fields::jsonb ->> 'message_no')::bigint) AS message_no
                    FROM pipeline.events WHERE topic = 'commands' AND type = 'message.post'
                    GROUP BY partition, fields::jsonb ->> 'message'
                ) AS c USING (partition, message)
                WHERE (c.found IS DISTINCT FROM 1 OR m.message_no IS DISTINCT FROM c.message_no)
                  AND (c.found IS NOT NULL OR m.accepted_at >= pipeline.kept_since('events') + interval '1 minute')
                  AND (m.message_no IS NOT NULL OR c.at >= pipeline.kept_since('messages') + interval '1 minute')
                """
        ),
        VerifyCheck(
            name: "message-numbers",
            sentence: "each conversation's messages are numbered 1, 2, 3 … without a gap",
            query: """
                SELECT format('conversation %s: %s messages from %s to %s, counter %s', conversation, count(message_no),
                              min(message_no), max(message_no), c.last_no)
                FROM ingest.conversations AS c LEFT JOIN ingest.messages AS m USING (partition, conversation)
                GROUP BY partition, conversation, c.last_no
                HAVING count(message_no) <> coalesce(max(message_no) - min(message_no) + 1, 0)
                    OR (pipeline.kept_since('messages') = '-infinity'
                        AND (min(message_no) <> 1 OR max(message_no) IS DISTINCT FROM c.last_no))
                    OR max(message_no) > c.last_no
                """
        ),
        VerifyCheck(
            name: "messages-posted",
            sentence: "the router has passed each message on exactly once",
            whenSettled: true,
            query: """
                SELECT format('partition %s: message %s has %s message.posted', partition, message, coalesce(p.found, 0))
                FROM ingest.messages AS m
                LEFT JOIN (
                    SELECT partition, (fields::jsonb ->> 'message')::uuid AS message, count(*) AS found
                    FROM pipeline.events WHERE topic = 'cases' AND type = 'message.posted'
                    GROUP BY partition, fields::jsonb ->> 'message'
                ) AS p USING (partition, message)
                WHERE p.found IS DISTINCT FROM 1
                  AND m.accepted_at >= pipeline.kept_since('events') + interval '1 minute'
                  AND NOT EXISTS (SELECT FROM pipeline.parked AS k
                                  WHERE k.stage = 'router' AND k.conversation = m.conversation)
                """
        ),
        VerifyCheck(
            name: "one-open-case",
            sentence: "no conversation has two open cases",
            query: """
                SELECT format('conversation %s: %s open cases', conversation, count(*)) FROM router.cases
                WHERE state IN ('open', 'assigned', 'waiting', 'snoozed', 'escalated')
                GROUP BY partition, conversation HAVING count(*) > 1
                """
        ),
        VerifyCheck(
            name: "case-history",
            sentence: "each case's history is numbered without a gap",
            query: """
                SELECT format('case %s: %s entries from %s to %s', "case", count(*), min(seq), max(seq))
                FROM router.case_history WHERE "case" IS NOT NULL
                GROUP BY partition, "case" HAVING count(*) <> max(seq) OR min(seq) <> 1
                """
        ),
        VerifyCheck(
            name: "admin-counters",
            sentence: "each admin's counter is the number of the open cases that the admin has or is called for",
            query: """
                SELECT format('admin %s: counter %s, cases %s', id, a.open_cases, coalesce(c.found, 0))
                FROM router.admins AS a
                FULL JOIN (
                    SELECT admin AS id, count(*) AS found FROM (
                        SELECT assignee AS admin FROM router.cases WHERE is_open AND assignee IS NOT NULL
                        UNION ALL SELECT admin FROM router.calls
                    ) AS held GROUP BY admin
                ) AS c USING (id)
                WHERE coalesce(a.open_cases, 0) <> coalesce(c.found, 0)
                """
        ),
        VerifyCheck(
            name: "notified-once",
            sentence: "there is one notification for each event, recipient and channel",
            query: """
                SELECT format('event %s to %s by %s: %s notifications', event, recipient, channel, count(*))
                FROM notifier.notifications GROUP BY event, recipient, channel HAVING count(*) > 1
                """
        ),
    ]
}
