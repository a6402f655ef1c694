package import Contract
package import Postgres

/// The statements of the event log, the truth behind every topic's stream.
package enum EventLog {
    /// Appends events that have their sequence numbers, and moves the heads from where their owner left them.
    static func append(_ events: [Event], to topic: Topic, heads: [HeadMove]) -> [Statement] {
        guard !events.isEmpty else { return [] }
        let texts = texts[topic] ?? Texts(topic)
        return [insert(events, by: texts.insert), move(heads, by: texts.move)]
    }

    /// The events of several partitions after a position each, in order, at most `limit` a partition.
    package static func read(_ wanted: [TopicPosition], limit: Int) -> Statement {
        Statement(
            """
            SELECT e.topic, e.partition, e.seq, e.type, e.v, e.event, e.time, e.conversation, e."case", e.cause,
                   e.traceparent, e.fields
            FROM unnest($1::int[], $2::text[], $3::bigint[]) AS wanted (partition, topic, after)
            CROSS JOIN LATERAL (
                SELECT * FROM pipeline.events AS e
                WHERE e.partition = wanted.partition AND e.topic = wanted.topic AND e.seq > wanted.after
                ORDER BY e.seq
                LIMIT $4
            ) AS e
            """,
            .int4s(wanted.map { Int32($0.partition) }),
            .texts(wanted.map(\.topic.rawValue)),
            .int8s(wanted.map(\.seq)),
            .int8(Int64(limit))
        )
    }

    /// The events of some types after a position each, in order, at most `limit` a partition; `reach` says how far it
    /// looks.
    static func read(_ wanted: [TopicPosition], types: [String], reach: Int64, limit: Int) -> Statement {
        Statement(
            """
            SELECT e.topic, e.partition, e.seq, e.type, e.v, e.event, e.time, e.conversation, e."case", e.cause,
                   e.traceparent, e.fields
            FROM unnest($1::int[], $2::text[], $3::bigint[]) AS wanted (partition, topic, after)
            CROSS JOIN LATERAL (
                SELECT * FROM pipeline.events AS e
                WHERE e.partition = wanted.partition AND e.topic = wanted.topic
                  AND e.seq > wanted.after AND e.seq <= wanted.after + $4 AND e.type = ANY ($5::text[])
                ORDER BY e.seq
                LIMIT $6
            ) AS e
            """,
            .int4s(wanted.map { Int32($0.partition) }),
            .texts(wanted.map(\.topic.rawValue)),
            .int8s(wanted.map(\.seq)),
            .int8(reach),
            .texts(types),
            .int8(Int64(limit))
        )
    }

    /// The last sequence number of each partition of the topics; partitions without one are left out.
    static func heads(of topics: [Topic], in partitions: [Int]) -> Statement {
        Statement(
            """
            SELECT topic, partition, seq FROM pipeline.heads
            WHERE topic = ANY ($1::text[]) AND partition = ANY ($2::int[])
            """,
            .texts(topics.map(\.rawValue)),
            .int4s(partitions.map(Int32.init))
        )
    }

    /// When the oldest event was written that comes next after one of the positions; NULL when none does.
    static func oldest(after handled: [TopicPosition]) -> Statement {
        Statement(
            """
            SELECT min(e.at)
            FROM unnest($1::int[], $2::text[], $3::bigint[]) AS handled (partition, topic, seq)
            CROSS JOIN LATERAL (
                SELECT at FROM pipeline.events AS e
                WHERE e.partition = handled.partition AND e.topic = handled.topic AND e.seq = handled.seq + 1
            ) AS e
            """,
            .int4s(handled.map { Int32($0.partition) }),
            .texts(handled.map(\.topic.rawValue)),
            .int8s(handled.map(\.seq))
        )
    }

    /// Makes sure that a partition has a row for its head.
    static func openHeads(of topic: Topic, in partitions: [Int]) -> Statement {
        Statement(
            """
            INSERT INTO pipeline.heads_\(topic.rawValue) (partition, topic, seq)
            SELECT partition, '\(topic.rawValue)', (SELECT first_seq - 1 FROM pipeline.settings)
            FROM unnest($1::int[]) AS partition
            ON CONFLICT DO NOTHING
            """,
            .int4s(partitions.map(Int32.init))
        )
    }

    /// Makes room in the log up to a sequence number and beyond; answers how far it reaches.
    static func extend(_ topic: Topic, upTo seq: Int64) -> Statement {
        Statement("SELECT pipeline.extend_log($1, $2)", .text(topic.rawValue), .int8(seq))
    }

    /// An event as a row of ``read(_:limit:)`` gives it.
    package static func event(from row: Row) throws(UnreadableEvent) -> Event {
        let fields: Fields?
        do {
            fields = try Fields(json: row.text(11))
        } catch {
            fields = nil
        }
        guard let topic = Topic(rawValue: row.text(0)), let fields else {
            throw UnreadableEvent(topic: row.text(0), partition: Int(row.int(1)), seq: row.int(2))
        }
        let uuid = row.uuid(5)
        return Event(
            topic: topic,
            partition: Int(row.int(1)),
            seq: row.int(2),
            type: row.text(3),
            version: Int(row.int(4)),
            event: EventID(high: uuid.high, low: uuid.low),
            time: Instant(microseconds: row.timestamp(6)),
            conversation: row.textOrNull(7).map(ConversationID.init(rawValue:)),
            case: row.textOrNull(8).map(CaseID.init(rawValue:)),
            cause: row.text(9),
            traceparent: row.textOrNull(10),
            fields: fields
        )
    }

    /// What is written into the log of one topic.
    private struct Texts: Sendable {
        let insert: RowsText
        let move: RowsText

        init(_ topic: Topic) {
            insert = RowsText(
                """
                INSERT INTO pipeline.events_\(topic.rawValue)
                    (partition, topic, seq, type, v, event, time, conversation, "case", cause, traceparent, fields)
                SELECT partition, '\(topic.rawValue)', seq, type, v, event, time, conversation, "case", cause, traceparent,
                       fields
                FROM (
                    SELECT
                        unnest($1::int[]) AS partition, unnest($2::bigint[]) AS seq, unnest($3::text[]) AS type,
                        unnest($4::int[]) AS v, unnest($5::uuid[]) AS event, unnest($6::timestamptz[]) AS time,
                        unnest($7::text[]) AS conversation, unnest($8::text[]) AS "case", unnest($9::text[]) AS cause,
                        unnest($10::text[]) AS traceparent, unnest($11::text[]) AS fields
                ) AS e
                """
            )
            move = RowsText(
                """
                WITH moved AS (
                    UPDATE pipeline.heads_\(topic.rawValue) AS h SET seq = n.upto
                    FROM (
                        SELECT
                            unnest($1::int[]) AS partition, unnest($2::bigint[]) AS after, unnest($3::bigint[]) AS upto
                    ) AS n
                    WHERE h.partition = n.partition AND h.topic = '\(topic.rawValue)' AND h.seq = n.after
                    RETURNING 1
                )
                SELECT pipeline.expect_rows(count(*), $4) FROM moved
                """
            )
        }
    }

    private static let texts = Dictionary(uniqueKeysWithValues: Topic.allCases.map { ($0, Texts($0)) })

    private static func insert(_ events: [Event], by text: RowsText) -> Statement {
        Statement(
            text,
            rows: events.count,
            .int4s(events.map { Int32($0.partition) }),
            .int8s(events.map(\.seq)),
            .texts(events.map(\.type)),
            .int4s(events.map { Int32($0.version) }),
            .uuids(events.map { PostgresUUID(high: $0.event.high, low: $0.event.low) }),
            .timestamps(events.map(\.time.microseconds)),
            .texts(events.map { $0.conversation?.rawValue }),
            // unnest fills a shorter array up with NULL, so a column that is all NULL costs nothing.
            .texts(events.contains { $0.case != nil } ? events.map { $0.case?.rawValue } : []),
            .texts(events.map(\.cause)),
            .texts(events.contains { $0.traceparent != nil } ? events.map(\.traceparent) : []),
            .texts(events.map(\.fields.json))
        )
    }

    private static func move(_ heads: [HeadMove], by text: RowsText) -> Statement {
        Statement(
            text,
            rows: heads.count,
            .int4s(heads.map { Int32($0.partition) }),
            .int8s(heads.map(\.after)),
            .int8s(heads.map(\.upto)),
            .int8(Int64(heads.count))
        )
    }
}

/// A place in a topic: everything up to `seq` lies before it.
package struct TopicPosition: Sendable, Hashable {
    package let topic: Topic
    package let partition: Int
    package let seq: Int64

    package init(topic: Topic, partition: Int, seq: Int64) {
        self.topic = topic
        self.partition = partition
        self.seq = seq
    }
}

/// How far a batch moves the head of one partition.
struct HeadMove: Sendable, Equatable {
    let partition: Int
    let after: Int64
    let upto: Int64
}

/// A row of the log that does not read as an event; its input is parked.
package struct UnreadableEvent: Error, Sendable, Equatable {
    package let topic: String
    package let partition: Int
    package let seq: Int64
}
