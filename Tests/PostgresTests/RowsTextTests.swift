import Postgres
import TestKit
import Testing

/// Statements that take the rows of a batch, a column an array.
@Suite struct RowsTextTests {
    @Test(arguments: [
        (
            "SELECT unnest($1::int[]) AS a, unnest($12::text[]) AS b",
            "SELECT ($1::int[])[1] AS a, ($12::text[])[1] AS b"
        ),
        ("SELECT unnest($1::text[]::int8multirange[])", "SELECT ($1::text[]::int8multirange[])[1]"),
        (
            "SELECT a, $2 FROM unnest($1::int[], $3::int[]) AS n (a, b)",
            "SELECT a, $2 FROM unnest($1::int[], $3::int[]) AS n (a, b)"
        ),
        (
            "INSERT INTO t SELECT unnest($1::int[]) ON CONFLICT (a) DO NOTHING",
            "INSERT INTO t SELECT ($1::int[])[1] ON CONFLICT (a) DO NOTHING"
        ),
        ("SELECT unnest(string_to_array($1, ','))", "SELECT unnest(string_to_array($1, ','))"),
        ("COMMIT", "COMMIT"),
    ])
    func `one row is taken out of its arrays, several are walked`(many: String, one: String) {
        let text = RowsText(many)
        #expect(text.of(1) == one)
        for count in [0, 2, 500] { #expect(text.of(count) == many) }
    }

    @Test func `one row is written like each of several`() async throws {
        let session = try await openSession()
        try await session.execute(
            script: "CREATE TEMP TABLE written (batch int, n int, word text, spans int8multirange, hint text)"
        )
        let text = RowsText(
            """
            INSERT INTO written (batch, n, word, spans, hint)
            SELECT $1, n, word, spans, hint
            FROM (
                SELECT
                    unnest($2::int[]) AS n, unnest($3::text[]) AS word, unnest($4::text[]::int8multirange[]) AS spans,
                    unnest($5::text[]) AS hint
            ) AS r
            """
        )
        let rows: [(n: Int32, word: String?)] = [(7, "seven"), (8, nil), (9, "")]
        func write(_ rows: ArraySlice<(n: Int32, word: String?)>, in batch: Int32) async throws {
            // A column of which no row has anything may come as an empty array.
            let statement = Statement(
                text,
                rows: rows.count,
                .int4(batch),
                .int4s(rows.map(\.n)),
                .texts(rows.map(\.word)),
                .texts(rows.map { "{[\($0.n),\($0.n + 2))}" }),
                .texts([])
            )
            _ = try await session.query(statement)
        }
        try await write(rows[...], in: 1)
        for place in rows.indices { try await write(rows[place...place], in: 2) }
        let written = try await session.query(
            Statement("SELECT concat_ws('|', n, word, spans, hint IS NULL) FROM written ORDER BY batch, n")
        ).map { $0.text(0) }
        #expect(written.count == 6 && written.prefix(3) == written.suffix(3))
        #expect(written.prefix(2) == ["7|seven|{[7,9)}|t", "8|{[8,10)}|t"])
        await session.close()
    }
}
