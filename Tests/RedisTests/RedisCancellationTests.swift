import Redis
import TestKit
import Testing

struct RedisCancellationTests {
    private func blocked(_ server: RedisServer) async throws {
        try await eventually("the read to block") {
            try await server.run(["INFO", "clients"]).text?.contains("blocked_clients:1") == true
        }
    }

    @Test func `cancelling the task ends a wait at once`() async throws {
        let server = try await RedisServer.start()
        let client = RedisClient(url: server.url, name: "test")
        let start = ContinuousClock.now
        let wait = Task {
            try await kindOfError { try await client.send(["BLPOP", "none", "60"], waitingUpTo: .seconds(60)) }
        }
        try await blocked(server)
        wait.cancel()
        #expect(try await wait.value == .connectionLost)
        #expect(start.duration(to: .now) < .seconds(20))
        #expect(try await client.send(["PING"]) == .text("PONG"), "The client goes on with a new connection at once.")
        #expect(await client.connectionCount == 2)
        await server.stop()
    }

    @Test func `a cancelled task begins no wait, but its other commands still run`() async throws {
        let client = try await RedisClient(url: SharedServers.redis, name: "test")
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            #expect(try await client.send(["PING"]) == .text("PONG"))
            return try await kindOfError {
                try await client.send(["BLPOP", "none", "60"], waitingUpTo: .seconds(60))
            }
        }
        task.cancel()
        #expect(try await task.value == .unreachable)
        #expect(await client.connectionCount == 1)
    }

    @Test func `closing ends a wait at once and for good`() async throws {
        let server = try await RedisServer.start()
        let connection = try await RedisConnection.connect(to: server.url, name: "test")
        async let kind = kindOfError { try await connection.send(["BLPOP", "none", "60"], waitingUpTo: .seconds(60)) }
        try await blocked(server)
        await connection.close()
        #expect(try await kind == .connectionLost)
        let error = await #expect(throws: RedisError.self) { try await connection.send(["PING"]) }
        #expect(error?.kind == .unreachable)
        try await eventually("the server to see it") {
            try await server.run(["CLIENT", "LIST"]).text?.split(separator: "\n").count == 1
        }
        await server.stop()
    }

    @Test func `a closed client stays closed`() async throws {
        let client = try await RedisClient(url: SharedServers.redis, name: "test")
        #expect(try await client.send(["PING"]) == .text("PONG"))
        await client.close()
        let error = await #expect(throws: RedisError.self) { try await client.send(["PING"]) }
        #expect(error?.kind == .unreachable)
        #expect(await client.connectionCount == 1)
    }

    @Test func `a connection that nobody holds is closed`() async throws {
        let server = try await RedisServer.start()
        for _ in 0..<50 { _ = try await RedisConnection.connect(to: server.url, name: "dropped").send(["PING"]) }
        try await eventually("the connections to end") {
            try await server.run(["CLIENT", "LIST"]).text?.contains("dropped") == false
        }
        await server.stop()
    }
}
