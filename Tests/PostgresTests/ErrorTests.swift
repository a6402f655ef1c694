import Postgres
import Testing

/// What an error tells, and what it must not tell.
@Suite struct ErrorTests {
    @Test func `a violated constraint is named without the data`() async throws {
        let session = try await openSession()
        try await session.execute(
            script: """
                CREATE TEMPORARY TABLE person (
                    name text CONSTRAINT person_once PRIMARY KEY, age int CONSTRAINT person_age CHECK (age >= 0)
                )
                """
        )
        let add = "INSERT INTO person VALUES ($1, $2)"
        _ = try await session.query(Statement(add, .text("secret"), .int4(1)))
        let twice = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement(add, .text("secret"), .int4(1)))
        }
        #expect(twice?.sqlState == "23505" && twice?.constraint == "person_once" && twice?.table == "person")
        let young = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement(add, .text("secret too"), .int4(-1)))
        }
        #expect(young?.sqlState == "23514" && young?.constraint == "person_age")
        for error in [twice, young] {
            #expect(error?.isDataError == true && error?.isTransient == false)
            #expect(error.map { "\($0)".contains("secret") } == false)
        }
    }

    @Test(arguments: ["int4", "timestamptz", "uuid", "jsonb", "text[]", "bool"])
    func `a value that is refused is not repeated`(type: String) async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("SELECT $1::\(type)", .text("{secret \"word")))
        }
        #expect(error?.sqlState?.hasPrefix("22") == true && error?.isDataError == true)
        #expect(error.map { "\($0)".contains("secret") || "\($0)".contains("word") } == false)
    }

    @Test func `a text with a NUL is a data error`() async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("SELECT $1", .text("a\0b")))
        }
        #expect(error?.sqlState == "22021" && error?.isDataError == true)
    }

    @Test(arguments: [
        ("40001", true), ("40P01", true), ("53100", true), ("53300", true), ("55P03", true), ("57014", true),
        ("57P03", true), ("58030", true), ("25006", true), ("08006", true), ("22003", false), ("23503", false),
        ("42P01", false), ("42501", false), ("54000", false), ("54001", false), ("P0001", false), ("25P02", false),
    ])
    func `what may pass by itself is transient`(sqlState: String, isTransient: Bool) async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            try await session.execute(script: "DO $$ BEGIN RAISE 'no' USING ERRCODE = '\(sqlState)'; END $$")
        }
        #expect(error?.sqlState == sqlState && error?.isTransient == isTransient)
        #expect(error?.isDataError == ["22", "23", "54"].contains(sqlState.prefix(2)))
    }
}
