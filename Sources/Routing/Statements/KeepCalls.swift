import Contract
import Postgres

/// Notes that cases are being called, so that nobody else calls them.
struct InsertCalls {
    let calls: [Call]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.calls (partition, "case", admin)
            SELECT partition, "case", admin
            FROM unnest($1::int[], $2::text[], $3::text[]) AS n (partition, "case", admin)
            """,
            .int4s(calls.map { Int32($0.partition) }),
            .texts(calls.map(\.id.rawValue)),
            .texts(calls.map(\.admin.rawValue))
        )
    }
}

/// Ends the calls that a batch has answered.
struct DeleteCalls {
    let calls: [Call]

    var statement: Statement {
        Statement(
            """
            DELETE FROM router.calls AS c
            USING unnest($1::int[], $2::text[]) AS n (partition, "case")
            WHERE c.partition = n.partition AND c."case" = n."case"
            """,
            .int4s(calls.map { Int32($0.partition) }),
            .texts(calls.map(\.id.rawValue))
        )
    }
}
