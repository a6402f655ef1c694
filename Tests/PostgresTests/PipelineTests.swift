import Postgres
import TestKit
import Testing

/// What one trip to the server promises when all goes well, and when something in it fails.
@Suite struct PipelineTests {
    private static let pile = Statement("CREATE TEMPORARY TABLE pile (n int8 CONSTRAINT pile_once UNIQUE)")
    private static let add = "INSERT INTO pile (n) VALUES ($1)"
    private static let count = Statement("SELECT count(*) FROM pile")

    @Test func `a whole transaction fits into one trip`() async throws {
        let session = try await openSession()
        _ = try await session.query(Self.pile)
        let results = try await session.run([
            Statement("BEGIN ISOLATION LEVEL REPEATABLE READ"), Statement(Self.add, .int8(1)),
            Statement(Self.add, .int8(2)), Self.count, Statement("COMMIT"),
        ])
        #expect(results.count == 5)
        #expect(results[3].first?.int(0) == 2)
        #expect(await session.transactionStatus == .idle)
        #expect(try await session.run([]).isEmpty)
    }

    @Test(
        arguments: 0..<4,
        [
            ("SELECT 1 / (SELECT 0 WHERE $1 = 0)", "22012"), ("SELEKT $1", "42601"),
            ("SELECT $1::int FROM missing", "42P01"), ("INSERT INTO pile VALUES ($1), (0)", "23505"),
        ]
    )
    func `the first refusal is told with its place and the session goes on`(
        place: Int,
        refused: (text: String, sqlState: String)
    ) async throws {
        let session = try await openSession()
        _ = try await session.query(Self.pile)
        var statements = (1...3).map { Statement("INSERT INTO pile (n) VALUES ($1 + \($0))", .int8(10)) }
        statements.insert(Statement(refused.text, .int4(0)), at: place)
        for _ in 1...3 {
            let error = await refusal { () throws(PostgresError) in _ = try await session.run(statements) }
            #expect(error?.kind == .server && error?.sqlState == refused.sqlState)
            #expect(error?.statementIndex == place)
            // Without BEGIN, all statements of a trip stand or fall together.
            #expect(try await session.query(Self.count).first?.int(0) == 0)
        }
        statements.remove(at: place)
        _ = try await session.run(statements)
        #expect(try await session.query(Self.count).first?.int(0) == 3)
    }

    @Test func `a failed transaction waits for ROLLBACK`() async throws {
        let session = try await openSession()
        _ = try await session.query(Self.pile)
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.run([
                Statement("BEGIN"), Statement(Self.add, .int8(1)), Statement(Self.add, .int8(1)), Self.count,
                Statement("COMMIT"),
            ])
        }
        #expect(error?.sqlState == "23505" && error?.statementIndex == 2 && error?.isDataError == true)
        #expect(await session.transactionStatus == .failed)
        let next = await refusal { () throws(PostgresError) in _ = try await session.query(Self.count) }
        #expect(next?.sqlState == "25P02" && next?.isDataError == false)
        _ = try await session.query(Statement("ROLLBACK"))
        #expect(await session.transactionStatus == .idle)
        #expect(try await session.query(Self.count).first?.int(0) == 0)
    }

    @Test func `a trip may end a failed transaction and go on`() async throws {
        let session = try await openSession()
        _ = try await session.query(Self.pile)
        _ = await refusal { () throws(PostgresError) in
            _ = try await session.run([Statement("BEGIN"), Statement("SELECT 1/0")])
        }
        let results = try await session.run([
            Statement("ROLLBACK"), Statement("BEGIN"), Statement(Self.add, .int8(7)), Statement("COMMIT"), Self.count,
        ])
        #expect(results.last?.first?.int(0) == 1)
    }

    @Test func `COMMIT of a failed transaction is no success`() async throws {
        let session = try await openSession()
        _ = await refusal { () throws(PostgresError) in
            _ = try await session.run([Statement("BEGIN"), Statement("SELECT 1/0")])
        }
        let error = await refusal { () throws(PostgresError) in _ = try await session.query(Statement("commit")) }
        #expect(error?.sqlState == "25P02" && error?.statementIndex == 0)
        #expect(await session.transactionStatus == .idle)
    }

    @Test func `a deferred constraint fails at COMMIT`() async throws {
        let session = try await openSession()
        try await session.execute(
            script: "CREATE TEMPORARY TABLE late (n int, CONSTRAINT late_once UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)"
        )
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.run([
                Statement("BEGIN"), Statement("INSERT INTO late VALUES (1), (1)"), Statement("COMMIT"),
            ])
        }
        #expect(error?.sqlState == "23505" && error?.statementIndex == 2 && error?.constraint == "late_once")
        #expect(await session.transactionStatus == .idle)
    }

    @Test func `more values than a statement may have are refused in their turn`() async throws {
        let session = try await openSession()
        _ = try await session.query(Self.pile)
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.run([
                Statement(Self.add, .int8(1)),
                Statement("SELECT 1", parameters: Array(repeating: .int4(1), count: 65_536)), Self.count,
            ])
        }
        #expect(error?.sqlState == "54000" && error?.statementIndex == 1)
        #expect(try await session.query(Self.count).first?.int(0) == 0)
    }

    @Test func `COPY ends the session instead of hanging it`() async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("COPY (SELECT 1) TO STDOUT"))
        }
        #expect(error?.kind == .connectionLost)
        let other = try await openSession()
        let scripted = await refusal { () throws(PostgresError) in
            try await other.execute(script: "COPY (SELECT 1) TO STDOUT")
        }
        #expect(scripted?.kind == .connectionLost)
    }

    @Test func `results beyond the limit end the session`() async throws {
        let session = try await openSession(resultLimit: 1 << 20)
        _ = try await session.query(Statement("SELECT repeat('x', 100000)"))
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("SELECT repeat('x', 1000) FROM generate_series(1, 2000)"))
        }
        #expect(error?.kind == .connectionLost)
        #expect(await session.isOpen == false)
    }

    @Test func `a script runs as one transaction`() async throws {
        let session = try await openSession()
        try await session.execute(script: "CREATE TEMPORARY TABLE pile (n int8); INSERT INTO pile VALUES (1), (2);")
        let error = await refusal { () throws(PostgresError) in
            try await session.execute(script: "INSERT INTO pile VALUES (3); SELECT 1/0; INSERT INTO pile VALUES (4)")
        }
        #expect(error?.sqlState == "22012")
        #expect(try await session.query(Self.count).first?.int(0) == 2)
    }
}
