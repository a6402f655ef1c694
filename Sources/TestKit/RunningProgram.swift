internal import Blocking
internal import Foundation

/// One of our programs, or another command, running as a process of the test's own.
///
/// It ends with the test process however that ends.
package actor RunningProgram {
    /// How a process came to its end.
    package enum Ending: Sendable, Equatable {
        /// It returned this status.
        case exit(Int32)
        /// This signal killed it.
        case signal(Int32)
    }

    /// What it is called in messages.
    package nonisolated let name: String
    private let process: Process
    private let logPath: String

    // The system kills a child when the thread that started it ends, so that thread has to be one that stays.
    private static let keeper = BlockingThread(name: "programs")

    /// Starts `executable`, a path or a command on the PATH, with the test's environment and what `environment` adds.
    package static func start(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        workingDirectory: String? = nil
    ) async throws -> RunningProgram {
        let name = String(executable.split(separator: "/").last ?? "program")
        let logPath = "/tmp/saypro-test-\(name)-\(getpid())-\(UInt32.random(in: 0 ... .max)).log"
        try Data().write(to: URL(fileURLWithPath: logPath))
        let process = try await keeper.run {
            let log = try FileHandle(forWritingTo: URL(fileURLWithPath: logPath))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["setpriv", "--pdeathsig", "KILL", executable] + arguments
            process.environment = inherited.merging(environment) { $1 }
            if let workingDirectory { process.currentDirectoryURL = URL(fileURLWithPath: workingDirectory) }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = log
            process.standardError = log
            try process.run()
            return process
        }
        return RunningProgram(name: name, process: process, logPath: logPath)
    }

    private init(name: String, process: sending Process, logPath: String) {
        self.name = name
        self.process = process
        self.logPath = logPath
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: logPath)
    }

    /// The number of its process.
    package var pid: Int32 { process.processIdentifier }

    /// Whether it has not ended yet.
    package var isRunning: Bool { process.isRunning }

    /// What it has written to standard output and standard error so far.
    package var output: String {
        FileManager.default.contents(atPath: logPath).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Sends it a signal; nothing happens when it has ended.
    package func send(_ signal: Int32) {
        if process.isRunning { Glibc.kill(process.processIdentifier, signal) }
    }

    /// Kills it as a crash would.
    package func kill9() async throws {
        send(SIGKILL)
        _ = try await ending(within: .seconds(10))
    }

    /// Waits for its end, for at most `limit`.
    package func ending(within limit: Duration) async throws -> Ending {
        do {
            try await eventually(within: limit, "\(name) to end", asking: .milliseconds(5)) { !process.isRunning }
        } catch let error as NeverHappened {
            throw NeverHappened(description: "\(error.description). Its output: \(output.suffix(2000))")
        }
        return process.terminationReason == .uncaughtSignal
            ? .signal(process.terminationStatus) : .exit(process.terminationStatus)
    }

    /// The test's environment without what would lead a program to other servers than those it is told.
    private static var inherited: [String: String] {
        ProcessInfo.processInfo.environment.filter { name, _ in
            !["SAYPRO_", "PG", "OTEL_"].contains { name.hasPrefix($0) } && name != "REDIS_URL" && name != "DATABASE_URL"
        }
    }
}

extension RunningProgram {
    /// Runs a command to its end and returns what it wrote; throws unless its status is 0.
    package static func output(
        of executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) async throws -> String {
        let program = try await start(executable, arguments, environment: environment)
        let ending = try await program.ending(within: limit)
        let output = await program.output
        guard ending == .exit(0) else {
            throw ProgramFailed(description: "\(program.name) ended with \(ending): \(output.suffix(2000))")
        }
        return output
    }

    /// The first Python that has a module, which Debian's package `python3-MODULE` brings unless it is called otherwise.
    package static func python(with module: String) async throws -> String {
        for candidate in ["python3", "/usr/bin/python3"] {
            let found = try? await output(of: candidate, ["-c", "import \(module)"])
            if found != nil { return candidate }
        }
        throw ProgramFailed(description: "No python3 has the module \(module) (package python3-\(module))")
    }

    /// The folder that holds the built programs: beside the tests, or `SAYPRO_PROGRAMS`.
    package static var folder: String {
        if let given = ProcessInfo.processInfo.environment["SAYPRO_PROGRAMS"], !given.isEmpty { return given }
        let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return String(test[..<(test.lastIndex(of: "/") ?? test.endIndex)])
    }
}

/// A command that a test needed did not succeed.
package struct ProgramFailed: Error, CustomStringConvertible {
    /// Which, how it ended, and its last words.
    package let description: String

    /// Says so in these words.
    package init(description: String) {
        self.description = description
    }
}
