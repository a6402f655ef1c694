import Postgres
import TestKit
import Testing

/// Statements are prepared once, and what can go stale about that mends itself.
@Suite struct PreparationTests {
    private static let held = Statement(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_prepared%'"
    )

    @Test func `a text is prepared once`() async throws {
        let session = try await openSession()
        for number in 1...5 as ClosedRange<Int32> {
            let statement = Statement("SELECT $1 + 1", .int4(number))
            let results = try await session.run([statement, statement])
            #expect(results.allSatisfy { $0.first?.int(0) == Int64(number + 1) })
        }
        #expect(try await session.query(Self.held).first?.int(0) == 1)
    }

    @Test func `a statement that could not be prepared is tried anew`() async throws {
        let session = try await openSession()
        let reading = Statement("SELECT count(*) FROM pg_temp.later")
        for _ in 1...2 {
            let error = await refusal { () throws(PostgresError) in _ = try await session.query(reading) }
            #expect(error?.sqlState == "42P01")
        }
        try await session.execute(script: "CREATE TEMPORARY TABLE later ()")
        #expect(try await session.query(reading).first?.int(0) == 0)
    }

    @Test func `a statement whose preparation was skipped is prepared the next time`() async throws {
        let session = try await openSession()
        let skipped = Statement("SELECT 'skipped'")
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.run([Statement("SELECT 1/0"), skipped, skipped])
        }
        #expect(error?.statementIndex == 0)
        #expect(try await session.query(Self.held).first?.int(0) == 1)
        #expect(try await session.query(skipped).first?.text(0) == "skipped")
    }

    @Test func `only the statements used last are kept on the server`() async throws {
        let session = try await openSession(statementCapacity: 3)
        for round in 0..<30 {
            let numbers = (0..<5).map { round + $0 }
            let results = try await session.run(numbers.map { Statement("SELECT \($0)") })
            #expect(results.map { $0.first?.int(0) } == numbers.map(Int64.init))
        }
        let begun = try await session.run([
            Statement("BEGIN ISOLATION LEVEL SERIALIZABLE"), Statement("SHOW transaction_isolation"), Self.held,
            Statement("COMMIT"),
        ])
        #expect(begun[1].first?.text(0) == "serializable")
        // Those that the last trips replaced go with the next one.
        #expect(begun[2].first.map { $0.int(0) < 10 } == true)
    }

    @Test func `a NULL does not fix the type of a parameter`() async throws {
        let session = try await openSession()
        let text = "SELECT $1 IS NULL, $2::text"
        let values: [[Parameter]] = [
            [.text("a"), .null], [.null, .text("b")], [.int4(1), .text("c")], [.null, .null], [.int8(2), .int8(3)],
        ]
        for parameters in values + values {
            _ = try await session.query(Statement(text, parameters: parameters))
        }
        let row = try #require(try await session.query(Statement(text, .null, .int4(-7))).first)
        #expect(row.bool(0) && row.text(1) == "-7")
    }

    @Test func `a change of the schema costs one retry`() async throws {
        let server = try await SharedServers.postgres
        let database = try await server.freshDatabase()
        let session = try await PostgresSession.connect(
            to: database,
            applicationName: "tests",
            connectTimeout: .seconds(10)
        )
        try await session.execute(script: "CREATE TABLE a (n int); CREATE TABLE b (n int)")
        let statements = [Statement("SELECT * FROM a"), Statement("SELECT * FROM b")]
        _ = try await session.run(statements)
        try await session.execute(script: "ALTER TABLE a ADD m int; ALTER TABLE b ADD m int")
        let error = await refusal { () throws(PostgresError) in _ = try await session.run(statements) }
        #expect(error?.sqlState == "0A000" && error?.isTransient == true && error?.isDataError == false)
        _ = try await session.run(statements)
        await session.close()
        try await server.drop(database)
    }

    @Test func `another refusal of the same class is not transient`() async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            try await session.execute(script: "DO $$ BEGIN RAISE 'no' USING ERRCODE = '0A000'; END $$")
        }
        #expect(error?.sqlState == "0A000" && error?.isTransient == false)
    }

    @Test func `statements that the server has dropped are prepared anew`() async throws {
        let session = try await openSession()
        _ = try await session.query(Statement("SELECT 1"))
        try await session.execute(script: "DEALLOCATE ALL")
        let error = await refusal { () throws(PostgresError) in _ = try await session.query(Statement("SELECT 1")) }
        #expect(error?.sqlState == "26000")
        #expect(try await session.query(Statement("SELECT 1")).first?.int(0) == 1)
    }

    @Test func `a statement without text is answered without rows`() async throws {
        let session = try await openSession()
        #expect(try await session.query(Statement("")).isEmpty)
    }
}
