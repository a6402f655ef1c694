import Redis
import TestKit
import Testing

struct RedisLoginTests {
    @Test func `an ACL user logs in by TCP and by Unix socket`() async throws {
        let server = try await RedisServer.start()
        try await server.run(["ACL", "SETUSER", "ann", "on", ">p@ss/w:rd é%", "~*", "+@all"])
        let password = "p%40ss%2Fw%3Ard%20%C3%A9%25"
        let places = ["\(server.tcpURL)", "\(server.url)"]
        for place in places {
            let url = try RedisURL(place.replacing("://", with: "://ann:\(password)@"))
            let connection = try await RedisConnection.connect(to: url, name: "test")
            #expect(try await connection.send(["ACL", "WHOAMI"]) == .text("ann"))
        }
        await server.stop()
    }

    @Test func `a password alone logs the default user in`() async throws {
        let server = try await RedisServer.start()
        let url = try RedisURL("\(server.tcpURL)".replacing("://", with: "://:hunter2@"))
        try await server.configure("requirepass", to: "hunter2")
        let connection = try await RedisConnection.connect(to: url, name: "test")
        #expect(try await connection.send(["ACL", "WHOAMI"]) == .text("default"))
        await server.stop()
    }

    @Test func `a refused login says why, without the password`() async throws {
        let server = try await RedisServer.start()
        try await server.run(["ACL", "SETUSER", "ann", "on", ">right", "~*", "+@all"])
        try await server.configure("requirepass", to: "right")
        let table = [
            ("ann:hunter2@", "WRONGPASS"), ("bob:hunter2@", "WRONGPASS"), (":hunter2@", "WRONGPASS"), ("", "NOAUTH"),
        ]
        for (login, code) in table {
            let url = try RedisURL("\(server.tcpURL)".replacing("://", with: "://\(login)"))
            let error = await #expect(throws: RedisError.self) {
                try await RedisConnection.connect(to: url, name: "test")
            }
            #expect(error?.code == code)
            #expect(error.map { "\($0)".contains("hunter2") } == false)
        }
        await server.stop()
    }

    @Test func `a user who may do one thing only can connect`() async throws {
        let server = try await RedisServer.start()
        try await server.run(["ACL", "SETUSER", "door", "on", ">x", "~door:*", "+xadd"])
        let url = try RedisURL("\(server.tcpURL)".replacing("://", with: "://door:x@"))
        let connection = try await RedisConnection.connect(to: url, name: "test")
        #expect(try await connection.send(["XADD", "door:1", "1-0", "a", "b"]) == .text("1-0"))
        let error = await #expect(throws: RedisError.self) { try await connection.send(["XADD", "x", "*", "a", "b"]) }
        #expect(error?.code == "NOPERM")
        await server.stop()
    }

    @Test func `a database that does not exist is refused`() async throws {
        let server = try await RedisServer.start()
        let url = try RedisURL("\(server.tcpURL)".replacing("/0", with: "/99"))
        let error = await #expect(throws: RedisError.self) { try await RedisConnection.connect(to: url, name: "test") }
        #expect(error?.message.contains("database 99") == true)
        await server.stop()
    }

    @Test func `a full server says so`() async throws {
        let server = try await RedisServer.start(options: ["--maxclients", "2"])
        let first = try await RedisConnection.connect(to: server.tcpURL, name: "first")
        let second = try await RedisConnection.connect(to: server.tcpURL, name: "second")
        let error = await #expect(throws: RedisError.self) {
            try await RedisConnection.connect(to: server.tcpURL, name: "third")
        }
        #expect(error?.message.contains("max number of clients") == true, "\(String(describing: error))")
        await first.close()
        await second.close()
        await server.stop()
    }

    @Test(arguments: [
        "unix:///nonexistent/redis.sock", "redis://127.0.0.1:1", "redis://no-such-host.invalid", "redis://[::1]:1",
    ])
    func `what is not there is unreachable`(text: String) async throws {
        let url = try RedisURL(text)
        let error = await #expect(throws: RedisError.self) {
            try await RedisConnection.connect(to: url, name: "test", connectTimeout: .seconds(2))
        }
        #expect(error?.kind == .unreachable)
    }
}
