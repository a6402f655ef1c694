import Contract
import Postgres

/// Which flags recur, of those that were upheld in some cases.
struct SelectRecurring {
    /// A flag in the hour in which it was upheld.
    struct Flag: Hashable {
        let subject: Subject
        let hour: Int32
    }

    let subjects: [Subject]
    /// How far back an upheld flag makes one recur.
    let lookBack: Duration

    /// Of an upheld flag `u`: it came after an earlier one on the same had been upheld, at most `$3` seconds before.
    static let condition = """
        EXISTS (
            SELECT FROM metrics.upheld AS e
            WHERE e.item = u.item AND e.at < coalesce(u.opened_at, u.at) AND e.at >= u.at - make_interval(secs => $3)
        )
        """

    var statement: Statement {
        Statement(
            """
            SELECT s.partition, s.name, u.at
            FROM unnest($1::int[], $2::text[]) AS s (partition, name)
            JOIN metrics.upheld AS u
              ON u.partition = s.partition AND u.subject > s.name || '/' AND u.subject < s.name || '0'
            WHERE \(Self.condition)
            """,
            .int4s(subjects.map { Int32(clamping: $0.partition) }),
            .texts(subjects.map(\.name)),
            .double(lookBack / .seconds(1))
        )
    }

    /// The flags that its rows tell.
    static func flags(_ rows: Rows) -> Set<Flag> {
        Set(
            rows.map { row in
                Flag(
                    subject: Subject(partition: Int(row.int(0)), name: row.text(1)),
                    hour: Instant(microseconds: row.timestamp(2)).hour
                )
            }
        )
    }
}
