internal import Foundation
package import Redis

/// A Redis master with a replica, and three Sentinels that watch them, on loopback.
package struct RedisSentinels: Sendable {
    /// The server that was the master at the start.
    package let first: RedisServer
    /// The server that was its replica at the start.
    package let second: RedisServer
    /// The address that names the Sentinels.
    package let url: RedisURL

    private let sentinels: [RunningProgram]
    private let directory: ServerDirectory
    private let ports: [Int]

    /// Starts everything, and waits until the Sentinels know each other and the replica.
    ///
    /// `options` are the servers'. A master counts as down after a second without an answer.
    package static func start(options: [String] = []) async throws -> RedisSentinels {
        let own = ["--repl-diskless-sync-delay", "0", "--repl-timeout", "5"] + options
        let first = try await RedisServer.start(options: own)
        let second = try await RedisServer.start(options: own + ["--replicaof", "127.0.0.1 \(first.port)"])
        let directory = try ServerDirectory(kind: "sentinel")
        let ports = (0..<3).map { _ in Int.random(in: 12_000..<20_000) }
        var sentinels: [RunningProgram] = []
        for port in ports {
            let file = "\(directory.path)/\(port).conf"
            let text = """
                port \(port)
                bind 127.0.0.1
                dir \(directory.path)
                sentinel monitor main 127.0.0.1 \(first.port) 2
                sentinel down-after-milliseconds main 1000
                sentinel failover-timeout main 3000
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            sentinels.append(try await RunningProgram.start("redis-server", [file, "--sentinel"]))
        }
        let hosts = ports.map { "127.0.0.1:\($0)" }.joined(separator: ",")
        let group = RedisSentinels(
            first: first,
            second: second,
            url: try RedisURL("redis://\(hosts)?sentinel=main"),
            sentinels: sentinels,
            directory: directory,
            ports: ports
        )
        try await eventually(within: .seconds(30), "the Sentinels to know each other and the replica") {
            for port in ports {
                let facts = try await group.ask(port, ["SENTINEL", "MASTER", "main"]).array?.compactMap(\.text) ?? []
                guard let others = facts.firstIndex(of: "num-other-sentinels"), facts[others + 1] == "2",
                    let replicas = facts.firstIndex(of: "num-slaves"), facts[replicas + 1] == "1"
                else { return false }
            }
            return true
        }
        return group
    }

    /// Has the Sentinels make the other server the master, although nothing is wrong.
    package func failOver() async throws {
        _ = try await ask(ports[0], ["SENTINEL", "FAILOVER", "main"])
    }

    /// The port of the server that the Sentinels take for the master.
    package func masterPort() async throws -> Int? {
        let reply = try await ask(ports[0], ["SENTINEL", "get-master-addr-by-name", "main"])
        return reply.array?.last?.text.flatMap { Int($0) }
    }

    /// Ends everything.
    package func stop() async {
        for sentinel in sentinels { try? await sentinel.kill9() }
        await first.stop()
        await second.stop()
        directory.remove()
    }

    private func ask(_ port: Int, _ command: Command) async throws -> Reply {
        let connection = try await RedisConnection.connect(to: try RedisURL("redis://127.0.0.1:\(port)"), name: "test")
        let reply = try await connection.send(command)
        await connection.close()
        return reply
    }
}
