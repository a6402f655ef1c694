import Contract
import Postgres

/// The event log, numbered anew, and how far each stage is in it.
extension RepartitionStep {
    /// Where each event of a topic goes.
    ///
    /// Within a partition what every stage has handled comes first, then what fewer and fewer have, so that positions lie as
    /// far ahead as they can; of what is equally far, the oldest first. What a stage has handled of a conversation is always
    /// the beginning of it, so a conversation keeps its order, as does a partition's part of what nobody has handled.
    static func places(of topic: Topic, _ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "places of \(topic.rawValue)",
            statements: [
                Statement(
                    """
                    WITH readers AS MATERIALIZED (
                        SELECT DISTINCT stage FROM pipeline.positions WHERE topic = '\(topic.rawValue)'
                    ), reached AS MATERIALIZED (
                        SELECT h.partition, r.stage, coalesce(p.seq, 0) AS seq
                        FROM pipeline.heads AS h CROSS JOIN readers AS r
                        LEFT JOIN pipeline.positions AS p
                            ON p.partition = h.partition AND p.stage = r.stage AND p.topic = h.topic
                        WHERE h.topic = '\(topic.rawValue)'
                    ), passed AS MATERIALIZED (
                        SELECT partition, min(seq) AS seq FROM reached GROUP BY partition
                    ), sorted AS (
                        SELECT e.partition, e.seq, pipeline.partition_of(\(key(of: topic)), \(plan.to)) AS new_partition,
                               max(e.at) OVER (PARTITION BY e.partition ORDER BY e.seq) AS at,
                               CASE WHEN e.seq <= p.seq THEN '{}'::text[] ELSE ARRAY(
                                   SELECT r.stage FROM reached AS r
                                   WHERE r.partition = e.partition AND r.seq < e.seq AND NOT EXISTS (
                                       SELECT FROM pipeline.handled_before AS b
                                       WHERE b.partition = r.partition AND b.stage = r.stage
                                         AND b.topic = '\(topic.rawValue)' AND e.seq BETWEEN b.from_seq AND b.upto_seq
                                   )
                                   ORDER BY r.stage
                               ) END AS waits_for
                        FROM pipeline.events_\(topic.rawValue) AS e LEFT JOIN passed AS p USING (partition)
                        WHERE e.topic = '\(topic.rawValue)'
                    ), counted AS (
                        SELECT *, count(*) OVER (PARTITION BY new_partition, waits_for) AS size FROM sorted
                    ), placed AS (
                        INSERT INTO pipeline.places (topic, partition, seq, new_partition, new_seq, waits_for)
                        SELECT '\(topic.rawValue)', partition, seq, new_partition,
                               \(plan.markerSeq) + row_number() OVER (
                                   PARTITION BY new_partition
                                   ORDER BY cardinality(waits_for), size DESC, waits_for, at, partition, seq
                               ), waits_for
                        FROM counted
                        RETURNING 1
                    )
                    SELECT count(*) FROM placed
                    """
                )
            ]
        )
    }

    /// What an event's partition follows from.
    private static func key(of topic: Topic) -> String {
        let person =
            switch topic {
            case .commands:
                """
                CASE split_part(e.type, '.', 1) WHEN 'user' THEN e.fields::json ->> 'user'
                    WHEN 'admin' THEN e.fields::json ->> 'admin' END
                """
            case .notifications: "e.fields::json ->> 'recipient'"
            default: "coalesce(e.fields::json ->> 'user', e.fields::json ->> 'admin')"
            }
        return "coalesce(e.conversation, \(person), '')"
    }

    /// Makes room in the log, and begins each partition with an event that says so.
    static func room(for topic: Topic, _ plan: RepartitionPlan) -> RepartitionStep {
        let markers = (0..<plan.to).map { _ in EventID.generate() }
        return RepartitionStep(
            name: "room for \(topic.rawValue)",
            statements: [
                Statement(
                    """
                    SELECT pipeline.extend_log('\(topic.rawValue)', seq)
                    FROM generate_series(
                        \(plan.firstSeq)::bigint,
                        (SELECT coalesce(max(new_seq), \(plan.markerSeq)) FROM pipeline.places WHERE topic = '\(topic.rawValue)'),
                        \(RepartitionPlan.rangeWidth)
                    ) AS seq
                    """
                ),
                Statement(
                    // As old as what follows it, so that retention lets it go first.
                    """
                    WITH begun AS (
                        INSERT INTO pipeline.events_\(topic.rawValue)
                            (partition, topic, seq, type, v, event, time, cause, fields, at)
                        SELECT n.place - 1, '\(topic.rawValue)', \(plan.markerSeq), '\(RepartitionPlan.eventType)', 1, n.event,
                               now(), 'saypro repartition', '{"from":"\(plan.from)","to":"\(plan.to)"}',
                               coalesce(
                                   (SELECT min(e.at) FROM pipeline.events_\(topic.rawValue) AS e
                                    WHERE e.seq < \(plan.firstSeq)),
                                   now()
                               )
                        FROM unnest($1::uuid[]) WITH ORDINALITY AS n (event, place)
                        RETURNING 1
                    )
                    SELECT count(*) FROM begun
                    """,
                    .uuids(markers.map { PostgresUUID(high: $0.high, low: $0.low) })
                ),
            ]
        )
    }

    /// Writes the events of one of the old partitions where they belong.
    static func events(of topic: Topic, in partition: Int, _ plan: RepartitionPlan) -> RepartitionStep {
        let columns = "type, v, event, time, conversation, \"case\", cause, traceparent, fields, at"
        let read = columns.split(separator: ", ").map { "e.\($0)" }.joined(separator: ", ")
        return RepartitionStep(
            name: "events of \(topic.rawValue) \(partition)",
            statements: [
                Statement(
                    """
                    WITH written AS (
                        INSERT INTO pipeline.events_\(topic.rawValue) (partition, topic, seq, \(columns))
                        SELECT l.new_partition, l.topic, l.new_seq, \(read)
                        FROM pipeline.places AS l
                        JOIN pipeline.events_\(topic.rawValue) AS e
                            ON e.partition = l.partition AND e.topic = l.topic AND e.seq = l.seq
                        WHERE l.topic = '\(topic.rawValue)' AND l.partition = \(partition) AND e.seq < \(plan.firstSeq)
                        RETURNING 1
                    )
                    SELECT count(*) FROM written
                    """
                )
            ]
        )
    }

    /// Heads, positions, and what lies beyond positions and was handled all the same.
    static func positions(_ plan: RepartitionPlan) -> RepartitionStep {
        RepartitionStep(
            name: "positions",
            statements: [
                Statement(
                    """
                    CREATE TEMP TABLE readers ON COMMIT DROP AS SELECT DISTINCT stage, topic FROM pipeline.positions
                    """
                ),
                Statement("DELETE FROM pipeline.heads"),
                Statement("DELETE FROM pipeline.positions"),
                Statement("DELETE FROM pipeline.handled_before"),
                Statement(
                    """
                    INSERT INTO pipeline.heads (partition, topic, seq)
                    SELECT p, t.topic, coalesce(l.seq, \(plan.markerSeq))
                    FROM generate_series(0, \(plan.to - 1)) AS p CROSS JOIN pipeline.topics AS t
                    LEFT JOIN (
                        SELECT topic, new_partition, max(new_seq) AS seq FROM pipeline.places GROUP BY topic, new_partition
                    ) AS l ON l.topic = t.topic AND l.new_partition = p
                    """
                ),
                Statement(
                    """
                    INSERT INTO pipeline.positions (partition, stage, topic, seq)
                    SELECT h.partition, r.stage, r.topic, coalesce(w.seq - 1, h.seq)
                    FROM readers AS r JOIN pipeline.heads AS h USING (topic)
                    LEFT JOIN (
                        SELECT topic, new_partition, stage, min(new_seq) AS seq
                        FROM pipeline.places CROSS JOIN LATERAL unnest(waits_for) AS stage
                        WHERE waits_for <> '{}' GROUP BY topic, new_partition, stage
                    ) AS w ON w.topic = r.topic AND w.new_partition = h.partition AND w.stage = r.stage
                    """
                ),
                Statement(
                    """
                    WITH beyond AS (
                        INSERT INTO pipeline.handled_before (partition, stage, topic, from_seq, upto_seq)
                        SELECT g.new_partition, p.stage, g.topic, g.from_seq, g.upto_seq
                        FROM (
                            SELECT topic, new_partition, waits_for, min(new_seq) AS from_seq, max(new_seq) AS upto_seq
                            FROM pipeline.places WHERE waits_for <> '{}' GROUP BY topic, new_partition, waits_for
                        ) AS g
                        JOIN pipeline.positions AS p ON p.topic = g.topic AND p.partition = g.new_partition
                        WHERE g.from_seq > p.seq AND NOT p.stage = ANY (g.waits_for)
                        RETURNING 1
                    )
                    SELECT count(*) FROM beyond
                    """
                ),
            ]
        )
    }

    /// Drops the ranges of the log as it was.
    static func oldRanges(of topic: Topic, _ plan: RepartitionPlan) -> RepartitionStep {
        let parent = "events_\(topic.rawValue)"
        return RepartitionStep(
            name: "old ranges of \(topic.rawValue)",
            statements: [
                Statement(
                    """
                    DO $$
                    DECLARE
                        leaf text;
                    BEGIN
                        FOR leaf IN
                            SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                            WHERE i.inhparent = 'pipeline.\(parent)'::regclass
                              AND (substr(c.relname, \(parent.count + 2))::bigint + 1) * \(RepartitionPlan.rangeWidth)
                                  <= \(plan.firstSeq)
                        LOOP
                            EXECUTE format('DROP TABLE pipeline.%I', leaf);
                        END LOOP;
                    END
                    $$
                    """
                ),
                Statement("SELECT 0::bigint"),
            ]
        )
    }
}
