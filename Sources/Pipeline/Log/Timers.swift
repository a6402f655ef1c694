import Contract
import Postgres

/// The statements of a stage's durable timers.
struct Timers: Sendable {
    private let stage: StageName
    private let setting: RowsText

    init(stage: StageName) {
        self.stage = stage
        setting = RowsText(
            """
            INSERT INTO pipeline.timers_\(stage.sqlName) (partition, stage, key, due, conversation, fields)
            SELECT partition, '\(stage)', key, due, conversation, fields
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS key, unnest($3::timestamptz[]) AS due,
                    unnest($4::text[]) AS conversation, unnest($5::text[]) AS fields
            ) AS n
            ON CONFLICT (partition, stage, key)
            DO UPDATE SET due = EXCLUDED.due, conversation = EXCLUDED.conversation, fields = EXCLUDED.fields
            """
        )
    }

    /// When the earliest timer of the partitions is due.
    func earliest(in partitions: [Int]) -> Statement {
        Statement(
            "SELECT min(due) FROM pipeline.timers_\(stage.sqlName) WHERE partition = ANY ($1::int[])",
            .int4s(partitions.map(Int32.init))
        )
    }

    /// The timers due at or before an instant a partition, earliest first.
    func due(_ barriers: [(partition: Int, asOf: Instant)], limit: Int) -> Statement {
        Statement(
            """
            SELECT t.partition, t.key, t.due, t.conversation, t.fields
            FROM unnest($1::int[], $2::timestamptz[]) AS b (partition, as_of)
            JOIN pipeline.timers_\(stage.sqlName) AS t ON t.partition = b.partition AND t.due <= b.as_of
            ORDER BY t.due, t.key
            LIMIT $3
            """,
            .int4s(barriers.map { Int32($0.partition) }),
            .timestamps(barriers.map(\.asOf.microseconds)),
            .int8(Int64(limit))
        )
    }

    /// Takes out timers that a batch has handled; one that has been set anew meanwhile stays.
    func remove(_ timers: [(partition: Int, key: String, due: Instant)]) -> Statement {
        Statement(
            """
            DELETE FROM pipeline.timers_\(stage.sqlName) AS t
            USING unnest($1::int[], $2::text[], $3::timestamptz[]) AS d (partition, key, due)
            WHERE t.partition = d.partition AND t.stage = '\(stage)' AND t.key = d.key AND t.due = d.due
            """,
            .int4s(timers.map { Int32($0.partition) }),
            .texts(timers.map(\.key)),
            .timestamps(timers.map(\.due.microseconds))
        )
    }

    /// Sets and cancels timers; of several changes to a key, the last counts.
    func apply(_ changes: [TimerChange]) -> [Statement] {
        var last: [TimerKey: TimerChange] = [:]
        for change in changes { last[TimerKey(change)] = change }

        var set: [(partition: Int, key: String, due: Instant, conversation: String, fields: Fields)] = []
        var cancelled: [TimerKey] = []
        for (key, change) in last {
            switch change {
            case .set(let partition, let key, let due, let conversation, let fields):
                set.append((partition, key, due, conversation, fields))
            case .cancel: cancelled.append(key)
            }
        }
        var statements: [Statement] = []
        if !cancelled.isEmpty {
            statements.append(
                Statement(
                    """
                    DELETE FROM pipeline.timers_\(stage.sqlName) AS t
                    USING unnest($1::int[], $2::text[]) AS d (partition, key)
                    WHERE t.partition = d.partition AND t.stage = '\(stage)' AND t.key = d.key
                    """,
                    .int4s(cancelled.map { Int32($0.partition) }),
                    .texts(cancelled.map(\.key))
                )
            )
        }
        if !set.isEmpty {
            statements.append(
                Statement(
                    setting,
                    rows: set.count,
                    .int4s(set.map { Int32($0.partition) }),
                    .texts(set.map(\.key)),
                    .timestamps(set.map(\.due.microseconds)),
                    .texts(set.map(\.conversation)),
                    .texts(set.map(\.fields.json))
                )
            )
        }
        return statements
    }
}

private struct TimerKey: Hashable {
    let partition: Int
    let key: String

    init(_ change: TimerChange) {
        switch change {
        case .set(let partition, let key, _, _, _), .cancel(let partition, let key):
            self.partition = partition
            self.key = key
        }
    }
}
