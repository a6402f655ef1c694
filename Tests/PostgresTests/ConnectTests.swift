import Postgres
import TestKit
import Testing

/// How a session comes about, and how it is told that it does not.
@Suite struct ConnectTests {
    @Test func `a port where nobody listens is unreachable at once`() async throws {
        let error = await refusedConnection(to: "postgresql://postgres@127.0.0.1:1/postgres")
        #expect(error?.kind == .unreachable && error?.isTransient == true && error?.isDataError == false)
        #expect(error?.message.contains("127.0.0.1") == true)
    }

    @Test func `a missing socket is unreachable`() async throws {
        #expect(await refusedConnection(to: "postgresql:///postgres?host=/nowhere")?.kind == .unreachable)
    }

    @Test func `a server that never answers is given up in time`() async throws {
        let server = try await PostgresServer.start(settings: ["fsync": "off"])
        let port = try #require(server.port)
        await server.pause()
        let start = ContinuousClock.now
        let error = await refusedConnection(to: "postgresql://postgres@127.0.0.1:\(port)/postgres")
        #expect(error?.kind == .unreachable)
        #expect(ContinuousClock.now - start < .seconds(8))
        await server.resume()
        await server.stop()
    }

    @Test func `the next host is tried`() async throws {
        let server = try await PostgresServer.start(settings: ["fsync": "off"])
        let port = try #require(server.port)
        try await createUser("worker", password: "right/one", on: server)
        let session = try await PostgresSession.connect(
            to: PostgresURL(
                "postgresql://worker:right%2Fone@127.0.0.1:1,127.0.0.1:\(port)/postgres?target_session_attrs=read-write"
            ),
            applicationName: "tests",
            connectTimeout: .seconds(4)
        )
        #expect(try await session.query(Statement("SELECT current_user")).first?.text(0) == "worker")
        let wrong = await refusedConnection(to: "postgresql://worker:wrong-one@127.0.0.1:\(port)/postgres")
        #expect(wrong?.kind == .unreachable)
        #expect(wrong?.message.contains("password") == true && wrong?.message.contains("wrong-one") == false)
        let address = "127.0.0.1:1,127.0.0.1:\(port)/postgres"
        let table: [(String, String?)] = [
            ("worker:wrong-one@\(address)", "28P01"), ("worker@\(address)", "28P01"),
            ("worker:right%2Fone@127.0.0.1:\(port)/none", "3D000"), ("worker:x@127.0.0.1:1/postgres", nil),
            ("worker:right%2Fone@\(address)", nil),
        ]
        for (rest, state) in table {
            let url = try PostgresURL("postgresql://\(rest)")
            #expect(await PostgresSession.refusal(of: url, within: .seconds(4)) == state, "\(rest)")
        }
        let missing = await refusedConnection(to: "postgresql://worker@127.0.0.1:\(port)/postgres")
        #expect(missing?.kind == .unreachable)
        await session.close()
        await server.stop()
    }

    @Test func `a database that does not exist is named`() async throws {
        let url = try await SharedServers.postgres.url.withDatabase("no such")
        let error = await refusal { () throws(PostgresError) in
            _ = try await PostgresSession.connect(to: url, applicationName: "tests", connectTimeout: .seconds(5))
        }
        #expect(error?.kind == .unreachable && error?.message.contains("no such") == true)
    }

    @Test func `TLS is verified against the authority of the URL`() async throws {
        let server = try await PostgresServer.start(settings: ["fsync": "off"], isEncrypted: true)
        let port = try #require(server.port)
        let certificate = try #require(server.certificate)
        try await createUser("worker", password: "word", on: server)
        let address = "postgresql://worker:word@localhost:\(port)/postgres?hostaddr=127.0.0.1&sslmode=verify-full"
        let session = try await PostgresSession.connect(
            to: PostgresURL("\(address)&sslrootcert=\(certificate)"),
            applicationName: "tests",
            connectTimeout: .seconds(5)
        )
        let texts = (0..<20_000).map { "\($0) and some more, so that records of TLS are filled" }
        let results = try await session.run([
            Statement("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"),
            Statement("SELECT t FROM unnest($1) WITH ORDINALITY AS r (t, n) ORDER BY n", .texts(texts)),
        ])
        #expect(results[0].first?.bool(0) == true)
        #expect(results[1].elementsEqual(texts) { $0.text(0) == $1 })
        await session.close()
        let stranger = address.replacing("@localhost", with: "@elsewhere")
        #expect(await refusedConnection(to: "\(stranger)&sslrootcert=\(certificate)")?.kind == .unreachable)
        #expect(await refusedConnection(to: "\(address)&sslrootcert=/nowhere")?.kind == .unreachable)
        await server.stop()
    }

    @Test func `after a crash of the server the session is lost and what was committed is there`() async throws {
        let server = try await PostgresServer.start()
        let session = try await connect(to: server)
        _ = try await session.run([
            Statement("CREATE TABLE kept (n int8)"), Statement("INSERT INTO kept VALUES ($1)", .int8(7)),
        ])
        _ = try await session.run([Statement("BEGIN"), Statement("INSERT INTO kept VALUES ($1)", .int8(8))])
        try await server.restartImmediate()
        let error = await refusal { () throws(PostgresError) in _ = try await session.query(Statement("COMMIT")) }
        #expect(error?.kind == .connectionLost)
        let again = try await connect(to: server)
        #expect(try await again.query(Statement("SELECT n FROM kept")).map { $0.int(0) } == [7])
        await again.close()
        await server.stop()
    }

    private func connect(to server: PostgresServer) async throws(PostgresError) -> PostgresSession {
        try await PostgresSession.connect(to: server.url, applicationName: "tests", connectTimeout: .seconds(10))
    }

    private func createUser(_ name: String, password: String, on server: PostgresServer) async throws {
        let session = try await connect(to: server)
        try await session.execute(script: "CREATE USER \(name) PASSWORD '\(password)'")
        await session.close()
    }

    private func refusedConnection(to text: String) async -> PostgresError? {
        guard let url = try? PostgresURL(text) else { return nil }
        return await refusal { () throws(PostgresError) in
            _ = try await PostgresSession.connect(to: url, applicationName: "tests", connectTimeout: .seconds(2))
        }
    }
}
