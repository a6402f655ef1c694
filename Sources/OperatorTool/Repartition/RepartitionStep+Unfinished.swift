import Postgres

/// What is remembered and what is still to be done: ids, parked work, timers and mail.
extension RepartitionStep {
    /// The ids by which an entry that comes again is recognised.
    ///
    /// They are hashes, and so go where the commands did that were accepted under them. Where a publisher has used an id in two partitions that are now one, one of the two is renamed.
    static func ids(_ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "ingest.ids",
            statements: [
                Statement(
                    """
                    CREATE TEMP TABLE kept ON COMMIT DROP AS
                    SELECT coalesce(c.place, m.place, i.partition % \(plan.to)) AS partition, i.key, i.week, i.digest, i.message
                    FROM ingest.ids AS i
                    LEFT JOIN (
                        SELECT l.partition, substr(encode(sha256(
                                   convert_to(f.fields ->> 'source', 'UTF8') || '\\x00' || convert_to(f.fields ->> 'id', 'UTF8')
                               ), 'hex'), 1, 32)::uuid AS key, min(l.new_partition) AS place
                        FROM pipeline.places AS l
                        JOIN pipeline.events_commands AS e
                            ON e.partition = l.partition AND e.topic = l.topic AND e.seq = l.seq
                        CROSS JOIN LATERAL (SELECT e.fields::json) AS f (fields)
                        WHERE l.topic = 'commands' AND e.at > now() - interval '3 weeks'
                          AND f.fields ->> 'id' IS NOT NULL AND f.fields ->> 'source' IS NOT NULL
                        GROUP BY 1, 2
                    ) AS c USING (partition, key)
                    LEFT JOIN (
                        SELECT message, pipeline.partition_of(conversation, \(plan.to)) AS place FROM ingest.messages
                        WHERE accepted_at > now() - interval '3 weeks'
                    ) AS m ON m.message = i.message
                    """
                ),
                Statement("TRUNCATE ingest.ids"),
                Statement(
                    """
                    WITH put AS (
                        INSERT INTO ingest.ids (partition, key, week, digest, message)
                        SELECT partition, CASE place WHEN 1 THEN key ELSE md5(key::text || place)::uuid END, week, digest, message
                        FROM (
                            SELECT *, row_number() OVER (PARTITION BY partition, key, week ORDER BY digest) AS place FROM kept
                        ) AS k
                        RETURNING 1
                    )
                    SELECT count(*) FROM put
                    """
                ),
            ]
        )
    }

    /// Parked or discarded inputs: events go where the event went, the rest where its conversation does.
    static func parked(_ table: String, _ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "pipeline.\(table)",
            statements: [
                Statement(
                    """
                    WITH moved AS (
                        UPDATE pipeline.\(table) AS t SET partition = n.place, seq = n.seq
                        FROM (
                            SELECT o.partition, o.stage, o.id, coalesce(l.new_seq, o.seq) AS seq,
                                   coalesce(l.new_partition, pipeline.partition_of(
                                       CASE WHEN o.kind = 'event' AND coalesce(o.payload ->> 'conversation', '') = ''
                                            THEN regexp_replace(o.conversation, '^(user|admin):', '')
                                            ELSE o.conversation END, \(plan.to)
                                   )) AS place
                            FROM pipeline.\(table) AS o
                            LEFT JOIN pipeline.places AS l
                                ON l.topic = o.topic AND l.partition = o.partition AND l.seq = o.seq
                        ) AS n
                        WHERE t.partition = n.partition AND t.stage = n.stage AND t.id = n.id
                        RETURNING 1
                    )
                    SELECT count(*) FROM moved
                    """
                )
            ]
        )
    }

    /// Timers go with their conversation; those of a partition as a whole have none, and one of a kind is enough.
    static func timers(_ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "pipeline.timers",
            statements: [
                Statement(
                    """
                    CREATE TEMP TABLE kept ON COMMIT DROP AS
                    SELECT DISTINCT ON (place, stage, key) place, stage, key, due, conversation, fields
                    FROM (
                        SELECT *, CASE conversation WHEN '' THEN partition % \(plan.to)
                                  ELSE pipeline.partition_of(conversation, \(plan.to)) END AS place
                        FROM pipeline.timers
                    ) AS t
                    ORDER BY place, stage, key, due
                    """
                ),
                Statement("DELETE FROM pipeline.timers"),
                Statement(
                    """
                    WITH put AS (
                        INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
                        SELECT place, stage, key, due, conversation, fields FROM kept
                        RETURNING 1
                    )
                    SELECT count(*) FROM put
                    """
                ),
            ]
        )
    }

    /// A new policy is brought to each partition's cases in the order of their ids: in the new partitions from the first on,
    /// since a case that has been looked at is passed over.
    static func replans(_ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "re-planning",
            statements: [
                Statement(
                    """
                    WITH gone AS (
                        DELETE FROM pipeline.mail_sla_monitor WHERE kind = 'replan' RETURNING fields::json ->> 'version' AS version
                    ), put AS (
                        INSERT INTO pipeline.mail_sla_monitor (partition, stage, sender, kind, conversation, fields)
                        SELECT p, 'sla-monitor', p, 'replan', '', json_build_object('version', v.version)::text
                        FROM (SELECT DISTINCT version FROM gone) AS v CROSS JOIN generate_series(0, \(plan.to - 1)) AS p
                        ORDER BY v.version::bigint
                        RETURNING 1
                    )
                    SELECT count(*) FROM put
                    """
                )
            ]
        )
    }

    /// What came back of the notifier's letters goes where the letters are.
    static func bounces(_ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "bounces",
            statements: [
                Statement(
                    """
                    WITH moved AS (
                        UPDATE pipeline.mail_notifier AS t SET partition = l.partition
                        FROM notifier.letters AS l
                        WHERE t.conversation = '' AND l.letter = (t.fields::json ->> 'letter')::uuid
                        RETURNING 1
                    )
                    SELECT count(*) FROM moved
                    """
                )
            ]
        )
    }

    /// The other mail goes to its conversation or person; ingest hands on by itself what is not at home where it comes.
    static func mail(_ plan: RepartitionPlan) -> RepartitionStep {
        let place = """
            CASE t.conversation WHEN '' THEN t.partition % \(plan.to)
            ELSE pipeline.partition_of(t.conversation, \(plan.to)) END
            """
        return RepartitionStep(
            name: "pipeline.mail",
            statements: [
                Statement(
                    """
                    WITH moved AS (
                        UPDATE pipeline.mail AS t SET partition = \(place) WHERE t.partition <> \(place) RETURNING 1
                    )
                    SELECT count(*) FROM moved
                    """
                )
            ]
        )
    }
}
