import Blocking
import Redis
import TestKit
import Testing

struct RedisClientTests {
    private func client(_ server: RedisServer, backoff: Backoff = Backoff()) -> RedisClient {
        RedisClient(url: server.url, name: "test", commandTimeout: .seconds(5), backoff: backoff)
    }

    @Test func `a client connects with its first command`() async throws {
        let client = try await RedisClient(url: SharedServers.redis, name: "test")
        #expect(await client.connectionCount == 0)
        #expect(try await client.send(["PING"]) == .text("PONG"))
        #expect(try await client.send([["PING"], ["NOSUCH"]]).map(\.failure?.code) == [nil, "ERR"])
        #expect(await client.connectionCount == 1)
    }

    @Test func `an idle client does not notice that its connection was killed`() async throws {
        let server = try await RedisServer.start()
        let client = client(server)
        for count in 1...5 {
            let id = try await client.send(["CLIENT", "ID"]).integer ?? 0
            #expect(await client.connectionCount == count)
            try await server.run(["CLIENT", "KILL", "ID", "\(id)"])
        }
        await server.stop()
    }

    @Test func `a restarted server is found again, and the count tells`() async throws {
        let server = try await RedisServer.start()
        let client = client(server)
        _ = try await client.send(["SET", "key", "value"])
        try await server.restart()
        try await eventually("the client to come back") { try await client.send(["GET", "key"]) == .text("value") }
        #expect(await client.connectionCount == 2)
        await server.stop()
    }

    @Test func `a connection that breaks in mid-command is reported once, then made again`() async throws {
        let server = try await RedisServer.start()
        let client = client(server)
        let id = try await client.send(["CLIENT", "ID"]).integer ?? 0
        let error = await #expect(throws: RedisError.self) {
            try await client.send([["CLIENT", "KILL", "ID", "\(id)", "SKIPME", "no"], ["PING"]])
        }
        #expect(error?.kind == .connectionLost)
        #expect(try await client.send(["PING"]) == .text("PONG"))
        #expect(await client.connectionCount == 2)
        await server.stop()
    }

    @Test func `while the server is down, few attempts are made and every command fails at once`() async throws {
        let server = try await RedisServer.start()
        let client = client(server, backoff: Backoff(initial: .seconds(3_600), maximum: .seconds(3_600)))
        _ = try await client.send(["PING"])
        await server.kill9()
        let start = ContinuousClock.now
        for _ in 0..<1_000 {
            let error = await #expect(throws: RedisError.self) { try await client.send(["PING"]) }
            #expect(error?.kind == .unreachable)
            #expect(error?.message.contains("cannot be reached") == true)
        }
        #expect(start.duration(to: .now) < .seconds(5))
        try await server.restart()
        await #expect(throws: RedisError.self, "An hour of backoff is not over.") { try await client.send(["PING"]) }
        #expect(await client.connectionCount == 1)
        await server.stop()
    }

    @Test func `a refused login is unreachable, spaced by the backoff, and carries the server's reason`() async throws {
        let server = try await RedisServer.start()
        try await server.configure("requirepass", to: "right")
        let url = try RedisURL("\(server.url)".replacing("unix://", with: "unix://:hunter2@"))
        let client = RedisClient(url: url, name: "test")
        let error = await #expect(throws: RedisError.self) { try await client.send(["PING"]) }
        #expect(error?.kind == .unreachable)
        #expect((error?.cause as? RedisFailure)?.code == "WRONGPASS")
        await server.stop()
    }

    @Test func `a server that loads its data is not yet reached`() async throws {
        let server = try await RedisServer.start(options: [
            "--key-load-delay", "100", "--loading-process-events-interval-bytes", "1024",
        ])
        let filling = client(server)
        _ = try await filling.send((0..<20_000).map { Command(["SET", "key-\($0)", "value"]) })
        try await server.run(["BGREWRITEAOF"])
        try await eventually("the rewrite") {
            try await server.run(["INFO", "persistence"]).text?.contains("aof_rewrite_in_progress:0") == true
        }
        let client = client(server)
        async let restart: Void = server.restart()
        var codes: Set<String> = []
        try await eventually(within: .seconds(60), "the server to have loaded") {
            do {
                return try await client.send(["DBSIZE"]).integer == 20_000
            } catch let error as RedisError {
                if let code = (error.cause as? RedisFailure)?.code { codes.insert(code) }
                return false
            }
        }
        try await restart
        #expect(await client.connectionCount == 1)
        await server.stop()
    }
}
