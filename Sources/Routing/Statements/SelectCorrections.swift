package import Postgres
package import Triage

/// Reads what admins' corrections within a window teach, in the order in which they are learned.
package struct SelectCorrections {
    /// The latest are learned; so many are learned in about a second.
    private static let limit = 10_000

    /// How old a correction may be; nil for any age.
    let window: Duration?

    /// The corrections that are no older than that.
    package init(window: Duration?) { self.window = window }

    /// Tells cheaply whether the corrections are still the same: how many there are, and the last one's id.
    var summary: Statement {
        Statement(
            """
            SELECT count(*), coalesce(max(id), 0) FROM router.corrections
            WHERE corrected_at > coalesce(now() - make_interval(secs => $1::float8), '-infinity')
            """,
            seconds
        )
    }

    /// The statement: category and features of each correction.
    package var statement: Statement {
        Statement(
            """
            SELECT category, features FROM (
                SELECT category, features, corrected_at, partition, "case", seq FROM router.corrections
                WHERE corrected_at > coalesce(now() - make_interval(secs => $1::float8), '-infinity')
                ORDER BY corrected_at DESC, partition DESC, "case" DESC, seq DESC
                LIMIT \(Self.limit)
            ) AS latest
            ORDER BY corrected_at, partition, "case", seq
            """,
            seconds
        )
    }

    private var seconds: Parameter {
        window.map { .double(Double($0.components.seconds)) } ?? .null
    }
}

extension Correction {
    /// A correction as ``SelectCorrections`` gives it; nil for one that another form of features was stored for.
    package init?(_ row: Row) {
        self.init(features: row.bytes(1), category: row.text(0))
    }
}
