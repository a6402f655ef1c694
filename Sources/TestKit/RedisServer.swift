internal import Blocking
internal import Foundation
package import Redis

/// A redis-server process of the test's own, on a Unix socket and a port, in a directory of its own.
///
/// It ends with the object, and with the test process however that ends.
package actor RedisServer {
    /// The address by Unix socket.
    package nonisolated let url: RedisURL
    /// The address by TCP.
    package nonisolated let tcpURL: RedisURL
    /// Where it listens on 127.0.0.1.
    package nonisolated let port: Int

    // The system kills the child when the thread that started it ends, so that thread has to be one that stays.
    private let keeper = BlockingThread(name: "redis-server")
    private let directory: ServerDirectory
    private let arguments: [String]
    private var process: Process?

    /// Starts a server and waits until it serves.
    ///
    /// The options of redis-server, such as `["--maxmemory", "2mb"]`, come after ours and prevail.
    package static func start(options: [String] = []) async throws -> RedisServer {
        var attempts = 0
        while true {
            attempts += 1
            let server = try RedisServer(port: Int.random(in: 20_000..<32_000), options: options)
            do {
                try await server.launch()
                return server
            } catch let error as RedisServerExited where attempts < 5 && error.log.contains("in use") {
                await server.stop()
            }
        }
    }

    private init(port: Int, options: [String]) throws {
        self.port = port
        directory = try ServerDirectory(kind: "redis")
        let socket = directory.path + "/redis.sock"
        url = try RedisURL("unix://\(socket)")
        tcpURL = try RedisURL("redis://127.0.0.1:\(port)")
        let own = [
            "--port", "\(port)", "--bind", "127.0.0.1", "--unixsocket", socket, "--dir", directory.path,
            "--logfile", directory.path + "/redis.log", "--daemonize", "no", "--save", "", "--appendonly", "yes",
            "--maxmemory-policy", "noeviction", "--proto-max-bulk-len", "1mb", "--enable-debug-command", "yes",
        ]
        arguments = own + options
    }

    /// Kills the process as `kill -9` does.
    package func kill9() async {
        guard let process else { return }
        self.process = nil
        kill(process.processIdentifier, SIGKILL)
        await keeper.run { process.waitUntilExit() }
    }

    /// Kills the process if it runs, and starts it again on the same data, socket and port.
    package func restart() async throws {
        await kill9()
        try await launch()
    }

    /// Stops the process in its tracks (SIGSTOP); connections stay open and nothing is answered.
    package func pause() {
        if let process { kill(process.processIdentifier, SIGSTOP) }
    }

    /// Lets a paused process go on.
    package func resume() {
        if let process { kill(process.processIdentifier, SIGCONT) }
    }

    /// Ends the process for good and removes its data.
    package func stop() async {
        await kill9()
        directory.remove()
    }

    /// Empties the server.
    package func flushAll() async throws {
        try await run(["FLUSHALL"])
    }

    /// Changes a setting of the running server.
    package func configure(_ setting: String, to value: String) async throws {
        try await run(["CONFIG", "SET", setting, value])
    }

    /// Runs a command on a connection of its own.
    @discardableResult
    package func run(_ command: Command) async throws -> Reply {
        let connection = try await RedisConnection.connect(to: url, name: "test")
        let reply = try await connection.send(command)
        await connection.close()
        return reply
    }

    private func launch() async throws {
        let arguments = self.arguments
        let process = try await keeper.run {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["setpriv", "--pdeathsig", "KILL", "redis-server"] + arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        self.process = process
        try await eventually(within: .seconds(30), "redis-server to serve") {
            if !process.isRunning { return true }
            try await run(["PING"])
            return true
        }
        guard process.isRunning else {
            self.process = nil
            throw RedisServerExited(log: directory.text(of: "redis.log"))
        }
    }
}

/// redis-server ended instead of serving.
package struct RedisServerExited: Error, CustomStringConvertible {
    /// What the server wrote into its log.
    package let log: String

    package var description: String { "redis-server ended at once: \(log)" }
}
