import BusinessTime
import Clocks
import Contract
import Postgres

/// Reads what was promised about the first replies of cases.
struct SelectReplyPromises {
    let keys: [CaseFile.Key]

    var statement: Statement {
        Statement(
            """
            SELECT r.partition, r."case", r.instance, r.cycle, r.promised_at, r.expected_at, r.latest_at, r.updates,
                   r.basis, r.n, r.next_at, r.answered_at, r.verdict, r.category, r.channel
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN sla.reply_promises AS r ON r.partition = k.partition AND r."case" = k."case"
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.id.rawValue))
        )
    }
}

extension ReplyPromise {
    /// A promise as ``SelectReplyPromises`` gives it.
    init(_ row: Row) {
        self.init(
            instance: Int(row.int(2)),
            cycle: Int(row.int(3)),
            promisedAt: Instant(microseconds: row.timestamp(4)),
            expectedAt: Instant(microseconds: row.timestamp(5)),
            latestAt: Instant(microseconds: row.timestamp(6)),
            updates: Int(row.int(7)),
            basis: row.text(8),
            count: Int(row.int(9)),
            nextAt: row.timestampOrNull(10).map { Instant(microseconds: $0) },
            answeredAt: row.timestampOrNull(11).map { Instant(microseconds: $0) },
            verdict: row.textOrNull(12).flatMap { Verdict(rawValue: $0) },
            category: row.textOrNull(13),
            channel: row.textOrNull(14)
        )
    }
}

/// Writes promises about replies that a batch has made or changed.
struct PutReplyPromises {
    let rows: [(file: CaseFile.Key, conversation: String, promise: ReplyPromise)]

    var statement: Statement {
        let promises = rows.map(\.promise)
        return Statement(
            """
            INSERT INTO sla.reply_promises (
                partition, "case", instance, conversation, cycle, promised_at, expected_at, latest_at, updates, basis, n,
                next_at, answered_at, verdict, category, channel
            )
            SELECT
                unnest($1::int[]), unnest($2::text[]), unnest($3::int[]), unnest($4::text[]), unnest($5::int[]),
                unnest($6::timestamptz[]), unnest($7::timestamptz[]), unnest($8::timestamptz[]), unnest($9::int[]),
                unnest($10::text[]), unnest($11::int[]), unnest($12::timestamptz[]), unnest($13::timestamptz[]),
                unnest($14::text[]), unnest($15::text[]), unnest($16::text[])
            ON CONFLICT (partition, "case", instance) DO UPDATE
            SET latest_at = EXCLUDED.latest_at, updates = EXCLUDED.updates, next_at = EXCLUDED.next_at,
                answered_at = EXCLUDED.answered_at, verdict = EXCLUDED.verdict
            """,
            parameters: [
                .int4s(rows.map { Int32($0.file.partition) }), .texts(rows.map(\.file.id.rawValue)),
                .int4s(promises.map { Int32($0.instance) }), .texts(rows.map(\.conversation)),
                .int4s(promises.map { Int32($0.cycle) }), .timestamps(promises.map(\.promisedAt.microseconds)),
                .timestamps(promises.map(\.expectedAt.microseconds)),
                .timestamps(promises.map(\.latestAt.microseconds)), .int4s(promises.map { Int32($0.updates) }),
                .texts(promises.map(\.basis)), .int4s(promises.map { Int32(clamping: $0.count) }),
                .timestamps(promises.map { $0.nextAt?.microseconds }),
                .timestamps(promises.map { $0.answeredAt?.microseconds }),
                .texts(promises.map { $0.verdict?.rawValue }), .texts(promises.map(\.category)),
                .texts(promises.map(\.channel)),
            ]
        )
    }
}

/// Adds replies to what forecasts stand on.
struct AddReplyTimes {
    private struct Cell: Hashable {
        let partition: Int
        let day: Int64
        let category: String
        let channel: String
        let hour: Int
        let bucket: Int
    }

    private let counts: [(cell: Cell, count: Int)]

    /// Those replies, their hours told by that clock.
    init(_ replies: [ReplyTime], by clock: LocalClock?) {
        var counts: [Cell: Int] = [:]
        for reply in replies {
            let cell = Cell(
                partition: reply.partition,
                day: reply.startedAt.microseconds / 86_400_000_000,
                category: reply.category,
                channel: reply.channel,
                hour: clock?.hourOfWeek(at: reply.startedAt) ?? 0,
                bucket: reply.bucket
            )
            counts[cell, default: 0] += 1
        }
        self.counts = counts.map { (cell: $0.key, count: $0.value) }
    }

    var statement: Statement {
        Statement(
            """
            INSERT INTO sla.reply_times AS t (partition, day, category, channel, hour, bucket, n)
            SELECT partition, date '1970-01-01' + day::int, category, channel, hour, bucket, n
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::bigint[]) AS day, unnest($3::text[]) AS category,
                    unnest($4::text[]) AS channel, unnest($5::int[]) AS hour, unnest($6::int[]) AS bucket,
                    unnest($7::bigint[]) AS n
            ) AS n
            ON CONFLICT (partition, day, category, channel, hour, bucket) DO UPDATE SET n = t.n + EXCLUDED.n
            """,
            .int4s(counts.map { Int32($0.cell.partition) }),
            .int8s(counts.map(\.cell.day)),
            .texts(counts.map(\.cell.category)),
            .texts(counts.map(\.cell.channel)),
            .int4s(counts.map { Int32($0.cell.hour) }),
            .int4s(counts.map { Int32($0.cell.bucket) }),
            .int8s(counts.map { Int64($0.count) })
        )
    }
}

/// Forgets replies that no forecast looks at any more.
enum TrimReplyTimes {
    static let statement = Statement(
        "DELETE FROM sla.reply_times WHERE day < current_date - (SELECT days + 7 FROM sla.reply_terms)"
    )
}
