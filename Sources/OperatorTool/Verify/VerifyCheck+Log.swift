extension VerifyCheck {
    /// What must hold of the event log, of positions, timers and mail.
    static let ofLog: [VerifyCheck] = [
        VerifyCheck(
            name: "gapless",
            sentence: "each topic partition's events are numbered without a gap",
            // Old events may have been let go, from the beginning of each partition on.
            query: """
                SELECT format('%s/%s: %s events from %s to %s', topic, partition, count(*), min(seq), max(seq))
                FROM pipeline.events GROUP BY topic, partition
                HAVING count(*) <> max(seq) - min(seq) + 1
                    OR (min(seq) <> (SELECT first_seq FROM pipeline.settings)
                        AND pipeline.kept_since('events') = '-infinity')
                """
        ),
        VerifyCheck(
            name: "heads",
            sentence: "each head is the number of the last event",
            query: """
                SELECT format('%s/%s: head %s, last event %s', topic, partition, h.seq, e.seq)
                FROM pipeline.heads AS h
                FULL JOIN (SELECT topic, partition, max(seq) AS seq FROM pipeline.events GROUP BY topic, partition) AS e
                    USING (topic, partition)
                WHERE coalesce(h.seq, 0) <> coalesce(e.seq, 0)
                """
        ),
        VerifyCheck(
            name: "events-once",
            sentence: "no event's id stands in the log twice",
            query:
                "SELECT format('event %s: %s times', event, count(*)) FROM pipeline.events GROUP BY event HAVING count(*) > 1"
        ),
        VerifyCheck(
            name: "positions",
            sentence: "no stage is ahead of what it reads",
            query: """
                SELECT format('%s in %s/%s: position %s, head %s', p.stage, p.topic, p.partition, p.seq, h.seq)
                FROM pipeline.positions AS p LEFT JOIN pipeline.heads AS h USING (topic, partition)
                WHERE p.seq > coalesce(h.seq, 0)
                """
        ),
        VerifyCheck(
            name: "at-heads",
            sentence: "each stage has handled all that it reads",
            whenSettled: true,
            query: """
                SELECT format('%s in %s/%s: position %s, head %s', p.stage, p.topic, p.partition, p.seq, h.seq)
                FROM pipeline.positions AS p JOIN pipeline.heads AS h USING (topic, partition)
                WHERE p.seq < h.seq
                """
        ),
        VerifyCheck(
            name: "started",
            sentence: "each stage that reads a topic has a position wherever the topic has events",
            whenSettled: true,
            query: """
                SELECT format('%s has no position in %s/%s', r.stage, h.topic, h.partition)
                FROM (SELECT DISTINCT stage, topic FROM pipeline.positions) AS r
                JOIN pipeline.heads AS h USING (topic)
                LEFT JOIN pipeline.positions AS p USING (stage, topic, partition)
                WHERE h.seq > 0 AND p.seq IS NULL
                """
        ),
        VerifyCheck(
            name: "timers",
            sentence: "no timer is overdue",
            whenSettled: true,
            query: """
                SELECT format('%s/%s: timer %s was due at %s', stage, partition, key, due)
                FROM pipeline.timers WHERE due < now() - interval '5 seconds'
                """
        ),
        VerifyCheck(
            name: "mail",
            sentence: "no mail between partitions waits",
            whenSettled: true,
            query: "SELECT format('%s/%s: letter %s (%s)', stage, partition, id, kind) FROM pipeline.mail"
        ),
    ]
}
