import Postgres
import Testing

/// Every type of value travels to the server and back.
@Suite struct ValueTests {
    @Test func `scalars come back as they were sent`() async throws {
        let session = try await openSession()
        let uuid = PostgresUUID(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
        let rows = try await session.query(
            Statement(
                "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::text, $2::int2, $5::float4, $7::text, $8::text",
                .text(#"grüße 👋🏽 ́'"\"#),
                .int4(-31_000),
                .int8(.min),
                .bool(true),
                .double(-0.5),
                .bytes([0, 1, 255]),
                .uuid(uuid),
                .timestamp(1_772_352_000_123_456),
                .null
            )
        )
        let row = try #require(rows.first)
        #expect(rows.count == 1 && rows.affected == 1)
        #expect(row.text(0) == #"grüße 👋🏽 ́'"\"#)
        #expect(row.int(1) == -31_000)
        #expect(row.int(2) == .min)
        #expect(row.bool(3))
        #expect(row.double(4) == -0.5)
        #expect(row.bytes(5) == [0, 1, 255])
        #expect(row.uuid(6) == uuid)
        #expect(row.timestamp(7) == 1_772_352_000_123_456)
        #expect(row.isNull(8) && row.textOrNull(8) == nil)
        #expect(row.int(9) == -31_000)
        #expect(row.double(10) == -0.5)
        #expect(row.text(11) == "01234567-89ab-cdef-fedc-ba9876543210" && row.text(11) == uuid.description)
        #expect(row.text(12).hasPrefix("2026-03-01 "))
    }

    @Test func `a NULL of any type is read as nil`() async throws {
        let session = try await openSession()
        let rows = try await session.query(
            Statement(
                """
                SELECT NULL::text, NULL::int8, NULL::bool, NULL::float8, NULL::bytea, NULL::uuid, NULL::timestamptz,
                       NULL::text[], ''::text, ''::bytea
                """
            )
        )
        let row = try #require(rows.first)
        #expect(row.textOrNull(0) == nil)
        #expect(row.intOrNull(1) == nil)
        #expect(row.boolOrNull(2) == nil)
        #expect(row.doubleOrNull(3) == nil)
        #expect(row.bytesOrNull(4) == nil)
        #expect(row.uuidOrNull(5) == nil)
        #expect(row.timestampOrNull(6) == nil)
        #expect(row.textsOrNull(7) == nil)
        #expect(row.textOrNull(8)?.isEmpty == true && !row.isNull(8))
        #expect(row.bytesOrNull(9)?.isEmpty == true && !row.isNull(9))
    }

    @Test func `arrays arrive with their NULLs and empty values`() async throws {
        let session = try await openSession()
        let long = String(repeating: "ж", count: 40_000)
        let rows = try await session.query(
            Statement(
                """
                SELECT t, i4, i8, b, d, x, u, at
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY AS r (t, i4, i8, b, d, x, u, at, n)
                ORDER BY n
                """,
                .texts(["a", nil, "", long]),
                .int4s([1, 2, 3, .max]),
                .int8s([nil, -1, .max, 0]),
                .bools([true, nil, false, true]),
                .doubles([1.5, nil, .infinity, -0]),
                .byteStrings([[], nil, [1], [0, 0]]),
                .uuids([PostgresUUID(high: 1, low: 2), nil, PostgresUUID(high: 0, low: 0), nil]),
                .timestamps([nil, 0, -1, 1_000_000])
            )
        )
        #expect(rows.map { $0.textOrNull(0) } == ["a", nil, "", long])
        #expect(rows.map { $0.int(1) } == [1, 2, 3, Int64(Int32.max)])
        #expect(rows.map { $0.intOrNull(2) } == [nil, -1, .max, 0])
        #expect(rows.map { $0.boolOrNull(3) } == [true, nil, false, true])
        #expect(rows.map { $0.doubleOrNull(4) } == [1.5, nil, .infinity, 0])
        #expect(rows.map { $0.bytesOrNull(5) } == [[], nil, [1], [0, 0]])
        #expect(rows.map { $0.uuidOrNull(6)?.low } == [2, nil, 0, nil])
        #expect(rows.map { $0.timestampOrNull(7) } == [nil, 0, -1, 1_000_000])
    }

    @Test func `empty arrays are empty and not NULL`() async throws {
        let session = try await openSession()
        let rows = try await session.query(
            Statement(
                """
                SELECT $1 = '{}', $2 = '{}', $3 = '{}', $4 = '{}', $5 = '{}', $6 = '{}', $7 = '{}', $8 = '{}', $1
                """,
                .texts([]),
                .int4s([]),
                .int8s([]),
                .bools([]),
                .doubles([]),
                .uuids([]),
                .timestamps([]),
                .byteStrings([])
            )
        )
        let row = try #require(rows.first)
        #expect((0..<8).allSatisfy { row.bool($0) })
        #expect(row.texts(8).isEmpty)
    }

    @Test func `arrays of texts come back`() async throws {
        let session = try await openSession()
        let texts: [String?] = ["a", nil, "", "{\"x\",NULL}", "日本語"]
        let rows = try await session.query(
            Statement("SELECT $1, $1::varchar[], '{}'::text[], ARRAY['n']::name[]", .texts(texts))
        )
        let row = try #require(rows.first)
        #expect(row.texts(0) == texts)
        #expect(row.texts(1) == texts)
        #expect(row.texts(2).isEmpty)
        #expect(row.texts(3) == ["n"])
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00+00"),
            (-62_135_596_800_000_000, "0001-01-01 00:00:00+00"),
            (946_684_800_000_000, "2000-01-01 00:00:00+00"),
            (946_684_799_999_999, "1999-12-31 23:59:59.999999+00"),
            (253_402_300_799_999_999, "9999-12-31 23:59:59.999999+00"),
            (-210_866_803_200_000_000, "4714-11-24 00:00:00+00 BC"),
            (Int64.max, "infinity"),
            (Int64.min, "-infinity"),
        ] as [(Int64, String)]
    )
    func `timestamps are the same instants on both sides`(instant: Int64, text: String) async throws {
        let session = try await openSession(settings: ["TimeZone": "UTC"])
        let rows = try await session.query(
            Statement("SELECT $1::text, $1, $2::timestamptz", .timestamp(instant), .text(text))
        )
        let row = try #require(rows.first)
        #expect(row.text(0) == text)
        #expect(row.timestamp(1) == instant)
        #expect(row.timestamp(2) == instant)
    }

    @Test func `a timestamp that PostgreSQL cannot hold is a data error`() async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("SELECT $1", .timestamp(.min + 1)))
        }
        #expect(error?.sqlState == "22008" && error?.isDataError == true)
    }

    @Test func `JSON and enums are read as text`() async throws {
        let session = try await openSession()
        let text = #"{"a": [1, "ü"]}"#
        try await session.execute(script: "CREATE TYPE pg_temp.mood AS ENUM ('glad', 'sad')")
        let rows = try await session.query(
            Statement("SELECT $1::jsonb, $1::json, 'sad'::pg_temp.mood, 'x'::\"char\", 'y'::name", .text(text))
        )
        let row = try #require(rows.first)
        #expect(row.text(0) == text)
        #expect(row.text(1) == text)
        #expect(row.text(2) == "sad")
        #expect(row.text(3) == "x")
        #expect(row.text(4) == "y")
    }

    @Test func `ten thousand rows come back in order`() async throws {
        let session = try await openSession()
        let rows = try await session.query(
            Statement("SELECT n, 'row ' || n, repeat('x', 200) FROM generate_series(1, $1) AS n", .int4(10_000))
        )
        #expect(rows.count == 10_000)
        #expect(rows.enumerated().allSatisfy { $1.int(0) == Int64($0 + 1) && $1.text(1) == "row \($0 + 1)" })
        #expect(rows.last?.text(2).utf8.count == 200)
    }

    @Test func `a hundred thousand values go out while results come in`() async throws {
        let session = try await openSession()
        let texts = (0..<20_000).map { "value number \($0) of the batch" }
        let echo = Statement("SELECT v FROM unnest($1) WITH ORDINALITY AS r (v, n) ORDER BY n", .texts(texts))
        let results = try await session.run([echo, echo, echo, echo, echo])
        #expect(results.count == 5)
        #expect(results.allSatisfy { $0.elementsEqual(texts) { $0.text(0) == $1 } })
    }

    @Test func `the number of affected rows is told`() async throws {
        let session = try await openSession()
        let results = try await session.run([
            Statement("CREATE TEMPORARY TABLE pile (n int8)"),
            Statement("INSERT INTO pile SELECT * FROM unnest($1)", .int8s([1, 2, 3])),
            Statement("UPDATE pile SET n = n + 1 WHERE n > $1", .int8(1)),
            Statement("DELETE FROM pile RETURNING n"),
        ])
        #expect(results.map(\.affected) == [0, 3, 2, 3])
        #expect(results.map(\.count) == [0, 0, 0, 3])
    }
}
