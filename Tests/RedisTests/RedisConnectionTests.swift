import Redis
import TestKit
import Testing

struct RedisConnectionTests {
    let prefix = SharedServers.prefix()

    private func connect() async throws -> RedisConnection {
        try await .connect(to: SharedServers.redis, name: "test")
    }

    @Test func `every byte comes back as it was sent`() async throws {
        let connection = try await connect()
        let all = (0...255).map { UInt8($0) }
        let values: [[UInt8]] = [all, all.reversed(), [0], [], [13, 10], [0xC0, 0x80], [0xED, 0xA0, 0x80]]
        for bytes in values {
            var command: Command = ["SET", prefix]
            command.append(bytes: bytes)
            #expect(try await connection.send(command) == .text("OK"))
            let reply = try await connection.send(["GET", prefix])
            #expect(reply == String(validating: bytes, as: UTF8.self).map(Reply.text) ?? .bytes(bytes))
        }
    }

    @Test(arguments: [
        "", "a\r\nb", "NUL \0 inside", "Żółć – 日本語 – 👩‍👩‍👧", "e\u{301}", String(repeating: "é", count: 40_000),
    ])
    func `text comes back unchanged, scalar by scalar`(text: String) async throws {
        let connection = try await connect()
        #expect(try await connection.send(["ECHO", text]).text.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func `each kind of reply has its case`() async throws {
        let connection = try await connect()
        #expect(try await connection.send(["GET", prefix]) == .null)
        #expect(try await connection.send(["INCRBY", prefix, "-9223372036854775808"]) == .integer(.min))
        let script = "return {1, 'a', false, {}, {2, {redis.status_reply('S'), redis.error_reply('E x')}}}"
        #expect(
            try await connection.send(["EVAL", script, "0"])
                == .array([
                    .integer(1), .text("a"), .null, .array([]),
                    .array([.integer(2), .array([.text("S"), .error(RedisFailure("E x"))])]),
                ])
        )
        #expect(try await connection.send(["BLPOP", prefix + "list", "0.001"], waitingUpTo: .milliseconds(1)) == .null)
    }

    @Test func `an error reply is thrown with its code and leaves the connection in order`() async throws {
        let connection = try await connect()
        _ = try await connection.send(["SET", prefix, "x"])
        let error = await #expect(throws: RedisError.self) { try await connection.send(["LPUSH", prefix, "y"]) }
        #expect(error?.code == "WRONGTYPE")
        #expect(try await connection.send(["GET", prefix]) == .text("x"))
    }

    @Test func `error replies stand in their place in a pipeline`() async throws {
        let connection = try await connect()
        let replies = try await connection.send([
            ["SET", prefix, "x"], ["INCR", prefix], ["NOSUCH", "secret"], ["EVALSHA", "0", "0"], ["GET", prefix],
        ])
        #expect(replies.map(\.failure?.code) == [nil, "ERR", "ERR", "NOSCRIPT", nil])
        #expect(replies[2].failure?.message.contains("secret") == false)
        #expect(replies[4] == .text("x"))
    }

    @Test func `errors of a transaction stand inside its reply`() async throws {
        let connection = try await connect()
        let replies = try await connection.send([["MULTI"], ["SET", prefix, "x"], ["INCR", prefix], ["EXEC"]])
        #expect(replies[3].array?[0] == .text("OK"))
        #expect(replies[3].array?[1].failure?.code == "ERR")
    }

    @Test func `an empty pipeline has no replies`() async throws {
        #expect(try await connect().send([]) == [])
    }

    @Test func `a pipeline of 100,000 commands keeps its order`() async throws {
        let connection = try await connect()
        let commands = (0..<100_000).map { Command(["ECHO", "\($0)"]) }
        let replies = try await connection.send(commands)
        #expect(replies == (0..<100_000).map { .text("\($0)") })
    }

    @Test func `a pipeline may be larger than all buffers in both directions`() async throws {
        let connection = try await connect()
        let text = String(repeating: "0123456789", count: 50_000)
        let replies = try await connection.send(Array(repeating: ["ECHO", text], count: 200))
        #expect(replies.count == 200)
        #expect(replies.allSatisfy { $0 == .text(text) })
    }

    @Test func `commands of many tasks each get their own reply`() async throws {
        let connection = try await connect()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask { try await connection.send(["ECHO", "\(number)"]) == .text("\(number)") }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func `the connection carries its name and database`() async throws {
        let server = try await RedisServer.start()
        let url = try RedisURL("\(server.tcpURL)".replacing("/0", with: "/5"))
        let connection = try await RedisConnection.connect(to: url, name: "lane 7\n")
        let info = try await connection.send(["CLIENT", "INFO"]).text ?? ""
        #expect(info.contains("name=lane-7-"))
        #expect(info.contains("db=5"))
        await server.stop()
    }

    @Test func `a stream is read as it was written`() async throws {
        let connection = try await connect()
        let entries = (1...2_000).map { Command(["XADD", prefix, "\($0)-0", "n", "\($0)", "text", "line \($0)"]) }
        _ = try await connection.send(entries)
        let reply = try await connection.send(["XREAD", "COUNT", "5000", "STREAMS", prefix, "0"])
        let expected = (1...2_000).map { number in
            Reply.array([
                .text("\(number)-0"), .array([.text("n"), .text("\(number)"), .text("text"), .text("line \(number)")]),
            ])
        }
        #expect(reply == .array([.array([.text(prefix), .array(expected)])]))
    }
}
