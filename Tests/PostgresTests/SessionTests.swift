import Postgres
import TestKit
import Testing

/// How a session ends, and what it tells then.
@Suite struct SessionTests {
    private static let one = Statement("SELECT 1")

    @Test func `settings hold for the session`() async throws {
        let session = try await openSession(settings: [
            "statement_timeout": "1234ms", "search_path": #""a b", "c\d""#, "application_name": "ignored here",
        ])
        let rows = try await session.run([
            Statement("SHOW statement_timeout"), Statement("SHOW search_path"), Statement("SELECT pg_backend_pid()"),
        ])
        #expect(rows[0].first?.text(0) == "1234ms")
        #expect(rows[1].first?.text(0) == #""a b", "c\d""#)
        #expect(rows[2].first?.int(0) == Int64(await session.backendPID))
    }

    @Test func `a statement that takes too long is ended by the server`() async throws {
        let session = try await openSession(settings: ["statement_timeout": "50ms"])
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.run([Self.one, Statement("SELECT pg_sleep(60)"), Self.one])
        }
        #expect(error?.kind == .server && error?.sqlState == "57014" && error?.statementIndex == 1)
        #expect(error?.isTransient == true)
        #expect(try await session.query(Self.one).first?.int(0) == 1)
    }

    @Test func `a statement is cancelled from outside`() async throws {
        let session = try await openSession()
        let watcher = try await openSession()
        let process = await session.backendPID
        async let sleeping = refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("SELECT pg_sleep(60)"))
        }
        try await eventually("the statement to run") {
            try await watcher.query(
                Statement("SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", .int4(process))
            ).count == 1
        }
        session.cancel()
        #expect(await sleeping?.sqlState == "57014")
        #expect(try await session.query(Self.one).first?.int(0) == 1)
    }

    @Test func `a server that does not answer is given up`() async throws {
        let session = try await openSession(answerTimeout: .milliseconds(100))
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.query(Statement("SELECT pg_sleep(60)"))
        }
        #expect(error?.kind == .timeout && error?.isTransient == true)
        #expect(await session.isOpen == false)
    }

    @Test func `a closed session refuses and leaves the server`() async throws {
        let session = try await openSession()
        let watcher = try await openSession()
        let process = await session.backendPID
        await session.close()
        await session.close()
        session.cancel()
        let error = await refusal { () throws(PostgresError) in _ = try await session.query(Self.one) }
        #expect(error?.kind == .connectionLost)
        #expect(await session.transactionStatus == .unknown)
        try await waitForEnd(of: process, seenBy: watcher)
    }

    @Test func `a session that nobody keeps leaves the server`() async throws {
        let watcher = try await openSession()
        let process = try await openSession().backendPID
        try await waitForEnd(of: process, seenBy: watcher)
    }

    @Test func `a session that was ended while idle tells why`() async throws {
        let session = try await openSession()
        let watcher = try await openSession()
        let process = await session.backendPID
        _ = try await watcher.query(Statement("SELECT pg_terminate_backend($1)", .int4(process)))
        try await waitForEnd(of: process, seenBy: watcher)
        let error = await refusal { () throws(PostgresError) in _ = try await session.query(Self.one) }
        #expect(error?.kind == .connectionLost && error?.sqlState == "57P01")
        #expect(await session.isOpen == false)
    }

    @Test func `a session that is ended in a statement tells why`() async throws {
        let session = try await openSession()
        let error = await refusal { () throws(PostgresError) in
            _ = try await session.run([
                Self.one, Statement("SELECT pg_terminate_backend(pg_backend_pid())"), Statement("SELECT pg_sleep(60)"),
            ])
        }
        #expect(error?.kind == .connectionLost && error?.sqlState == "57P01")
    }

    @Test(arguments: [
        ("SET idle_session_timeout = '30ms'", "57P05"),
        ("SET idle_in_transaction_session_timeout = '30ms'; BEGIN", "25P03"),
    ])
    func `an idle session is ended by the server`(script: String, sqlState: String) async throws {
        let session = try await openSession()
        let watcher = try await openSession()
        try await session.execute(script: script)
        try await waitForEnd(of: await session.backendPID, seenBy: watcher)
        let error = await refusal { () throws(PostgresError) in _ = try await session.query(Self.one) }
        #expect(error?.kind == .connectionLost && error?.sqlState == sqlState)
    }

    @Test func `a session that ends as soon as it is idle tells why`() async throws {
        for _ in 1...20 {
            let session = try await openSession()
            try await session.execute(script: "SET idle_session_timeout = '1ms'")
            var error: PostgresError?
            try await eventually("the session to end", asking: .milliseconds(2)) {
                error = await refusal { () throws(PostgresError) in _ = try await session.query(Self.one) }
                return error != nil
            }
            #expect(error?.kind == .connectionLost && error?.sqlState == "57P05")
        }
    }

    @Test func `much data to a session that has ended is a loss and not a hang`() async throws {
        let session = try await openSession()
        let watcher = try await openSession()
        let process = await session.backendPID
        _ = try await watcher.query(Statement("SELECT pg_terminate_backend($1)", .int4(process)))
        try await waitForEnd(of: process, seenBy: watcher)
        let texts = Statement("SELECT $1", .texts(Array(repeating: String(repeating: "x", count: 1000), count: 5000)))
        let error = await refusal { () throws(PostgresError) in _ = try await session.run([texts, texts, texts]) }
        #expect(error?.kind == .connectionLost)
    }

    @Test func `notices do not disturb`() async throws {
        let session = try await openSession(settings: ["client_min_messages": "debug1"])
        let result = try await session.run([
            Statement("DO $$ BEGIN RAISE NOTICE 'look'; END $$"), Statement("ROLLBACK"), Self.one,
        ])
        #expect(result[2].first?.int(0) == 1)
    }

    private func waitForEnd(of process: Int32, seenBy watcher: PostgresSession) async throws {
        try await eventually("process \(process) to end") {
            try await watcher.query(Statement("SELECT FROM pg_stat_activity WHERE pid = $1", .int4(process))).isEmpty
        }
    }
}
