import Redis
import TestKit
import Testing

struct RedisConnectionLossTests {
    private let clock = ContinuousClock()

    private func connect(_ server: RedisServer, timeout: Duration = .seconds(5)) async throws -> RedisConnection {
        try await .connect(to: server.url, name: "test", commandTimeout: timeout)
    }

    @Test func `a connection that the server killed is given up`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server)
        let id = try await connection.send(["CLIENT", "ID"]).integer
        try await server.run(["CLIENT", "KILL", "ID", "\(id ?? 0)"])
        let error = await #expect(throws: RedisError.self) { try await connection.send(["PING"]) }
        #expect(error?.kind == .unreachable, "Nothing was sent on a connection that is known to be closed.")
        await #expect(throws: RedisError.self) { try await connection.send(["PING"]) }
        await server.stop()
    }

    @Test func `a pipeline in which the connection ends is of unknown outcome`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server)
        let id = try await connection.send(["CLIENT", "ID"]).integer ?? 0
        var commands: [Command] = Array(repeating: ["INCR", "before"], count: 5_000)
        commands.append(["CLIENT", "KILL", "ID", "\(id)", "SKIPME", "no"])
        commands += Array(repeating: ["INCR", "after"], count: 50_000)
        #expect(try await kindOfError { try await connection.send(commands) } == .connectionLost)
        #expect(try await server.run(["GET", "before"]) == .text("5000"))
        #expect(try await server.run(["GET", "after"]) == .null)
        await server.stop()
    }

    @Test func `kill -9 of the server ends a wait at once`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server)
        async let kind = kindOfError { try await connection.send(["BLPOP", "none", "60"], waitingUpTo: .seconds(60)) }
        try await eventually("the read to block") {
            try await server.run(["INFO", "clients"]).text?.contains("blocked_clients:1") == true
        }
        let start = clock.now
        await server.kill9()
        #expect(try await kind == .connectionLost)
        #expect(start.duration(to: clock.now) < .seconds(5))
        await server.stop()
    }

    @Test func `a server that hangs is given up after the command timeout`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server, timeout: .milliseconds(200))
        await server.pause()
        let start = clock.now
        let error = await #expect(throws: RedisError.self) { try await connection.send(["PING"]) }
        #expect(error?.kind == .connectionLost)
        #expect((.milliseconds(199)...Duration.seconds(3)).contains(start.duration(to: clock.now)))
        await server.resume()
        await server.stop()
    }

    @Test func `a read that blocks is given up after its block and the command timeout`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server, timeout: .milliseconds(200))
        let quiet = try await connection.send(["BLPOP", "none", "0.4"], waitingUpTo: .milliseconds(400))
        #expect(quiet == .null)
        await server.pause()
        let start = clock.now
        let error = await #expect(throws: RedisError.self) {
            try await connection.send(["BLPOP", "none", "0.4"], waitingUpTo: .milliseconds(400))
        }
        #expect(error?.kind == .connectionLost)
        #expect((.milliseconds(599)...Duration.seconds(4)).contains(start.duration(to: clock.now)))
        await server.resume()
        await server.stop()
    }

    @Test func `a server that hangs while a huge pipeline is written is given up, too`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server, timeout: .milliseconds(200))
        await server.pause()
        let text = String(repeating: "x", count: 1_000_000)
        let error = await #expect(throws: RedisError.self) {
            try await connection.send(Array(repeating: ["ECHO", text], count: 50))
        }
        #expect(error?.kind == .connectionLost)
        await server.resume()
        await server.stop()
    }

    @Test func `a server that hangs in the handshake is unreachable`() async throws {
        let server = try await RedisServer.start()
        await server.pause()
        let start = clock.now
        for url in [server.url, server.tcpURL] {
            let error = await #expect(throws: RedisError.self) {
                try await RedisConnection.connect(to: url, name: "test", connectTimeout: .milliseconds(200))
            }
            #expect(error?.kind == .unreachable)
        }
        #expect(start.duration(to: clock.now) < .seconds(5))
        await server.resume()
        await server.stop()
    }

    @Test func `what is not the protocol we speak is a violation`() async throws {
        let connection = try await RedisConnection.connect(to: SharedServers.redis, name: "test")
        let error = await #expect(throws: RedisError.self) { try await connection.send(["HELLO", "3"]) }
        #expect(error?.kind == .protocolViolation)
    }

    @Test func `an answer that nobody asked for ends the connection`() async throws {
        let connection = try await RedisConnection.connect(to: SharedServers.redis, name: "test")
        let kind = try await kindOfError {
            try await connection.send(["SUBSCRIBE", "a", "b"])
            try await connection.send(["PING"])
        }
        #expect(kind == .protocolViolation || kind == .unreachable)
    }

    @Test func `a value of 64 MiB goes there and back`() async throws {
        let server = try await RedisServer.start(options: ["--proto-max-bulk-len", "128mb"])
        let connection = try await connect(server)
        let text = String(repeating: "0123456789abcdef", count: 4 << 20)
        _ = try await connection.send(["SET", "huge", text])
        #expect(try await connection.send(["GET", "huge"]) == .text(text))
        await server.stop()
    }

    @Test func `a value beyond the server's limit is refused and ends the connection`() async throws {
        let server = try await RedisServer.start()
        let connection = try await connect(server)
        let text = String(repeating: "x", count: 1 << 21)
        let error = await #expect(throws: RedisError.self) { try await connection.send(["SET", "huge", text]) }
        #expect(error?.message.contains("invalid bulk length") == true, "\(String(describing: error))")
        await #expect(throws: RedisError.self) { try await connection.send(["PING"]) }
        await server.stop()
    }
}
