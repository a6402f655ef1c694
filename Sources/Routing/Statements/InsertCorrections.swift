import Contract
import Postgres
import Triage

/// A correction with the decision that made it.
struct PlacedCorrection: Sendable {
    let partition: Int
    let place: HistoryEntry.Place
    let at: Instant
    let correction: Correction
}

/// Keeps what admins' corrections teach, without the text.
struct InsertCorrections {
    let corrections: [PlacedCorrection]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.corrections (partition, "case", seq, category, features, corrected_at)
            SELECT partition, "case", seq, category, features, corrected_at
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::int[]) AS seq,
                    unnest($4::text[]) AS category, unnest($5::bytea[]) AS features,
                    unnest($6::timestamptz[]) AS corrected_at
            ) AS n
            """,
            .int4s(corrections.map { Int32($0.partition) }),
            .texts(corrections.map(\.place.id.rawValue)),
            .int4s(corrections.map { Int32($0.place.seq) }),
            .texts(corrections.map(\.correction.category)),
            .byteStrings(corrections.map(\.correction.features)),
            .instants(corrections.map(\.at))
        )
    }
}
