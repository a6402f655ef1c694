internal import Blocking
internal import Foundation

/// The directory and the process of a PostgreSQL server.
actor PostgresCluster {
    nonisolated let port: Int
    /// The file of the certificate; nil without TLS.
    nonisolated let certificate: String?
    nonisolated var path: String { directory.path }
    nonisolated var log: String { directory.text(of: "log") }

    // The system kills the child when the thread that started it ends, so that thread has to be one that stays.
    private let keeper = BlockingThread(name: "postgres-server")
    private nonisolated let directory: ServerDirectory
    private let binaries: String
    private let settings: [String: String]
    private var process: Process?

    /// Makes a cluster that does not run yet.
    static func create(settings: [String: String], isEncrypted: Bool) async throws -> PostgresCluster {
        let cluster = try PostgresCluster(settings: settings, isEncrypted: isEncrypted)
        try await cluster.initialize()
        return cluster
    }

    private init(settings: [String: String], isEncrypted: Bool) throws {
        binaries = try Self.findBinaries()
        directory = try ServerDirectory(kind: "postgres")
        // Below the ports that the system gives to clients.
        port = Int.random(in: 10_000..<20_000)
        var own = [
            "listen_addresses": "127.0.0.1", "port": "\(port)", "unix_socket_directories": directory.path,
            "max_connections": "200", "shared_buffers": "64MB", "max_wal_size": "4GB",
            "client_connection_check_interval": "500ms", "hba_file": directory.path + "/hba",
        ]
        certificate = isEncrypted ? directory.path + "/certificate" : nil
        if let certificate {
            own.merge(["ssl": "on", "ssl_cert_file": certificate, "ssl_key_file": certificate + ".key"]) { $1 }
        }
        self.settings = own.merging(settings) { $1 }
    }

    /// PostgreSQL refuses root, so it is run as its own user then.
    private static var user: String? { geteuid() == 0 ? "postgres" : nil }

    var isRunning: Bool { process?.isRunning ?? false }

    /// Starts the process; it is not yet ready then.
    func launch() async throws {
        let arguments = settings.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        process = try await run("\(binaries)/postgres", ["-D", directory.path + "/data"] + arguments)
    }

    /// Ends the process with a signal and waits until it is gone.
    func end(with signal: Int32) async {
        guard let process else { return }
        self.process = nil
        kill(process.processIdentifier, signal)
        await keeper.run { process.waitUntilExit() }
    }

    /// Sends a signal to the process.
    func signal(_ signal: Int32) {
        if let process { kill(process.processIdentifier, signal) }
    }

    nonisolated func remove() { directory.remove() }

    private func initialize() async throws {
        try Data("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n".utf8)
            .write(to: URL(fileURLWithPath: directory.path + "/hba"))
        try Data().write(to: URL(fileURLWithPath: directory.path + "/log"))
        if geteuid() == 0 {
            let files = [directory.path, directory.path + "/hba", directory.path + "/log"]
            try await complete("chown", ["postgres:"] + files, as: nil)
        }
        let arguments = [
            "-D", directory.path + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8",
            "--no-sync", "--no-instructions",
        ]
        try await complete("\(binaries)/initdb", arguments)
        if let certificate {
            let arguments = [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", certificate + ".key",
                "-out", certificate,
            ]
            try await complete("openssl", arguments)
        }
    }

    private func complete(
        _ program: String,
        _ arguments: [String],
        as user: String? = PostgresCluster.user
    ) async throws {
        let process = try await run(program, arguments, as: user)
        await keeper.run { process.waitUntilExit() }
        guard process.terminationStatus != 0 else { return }
        throw PostgresServerFault(description: "\(program) failed: \(log)")
    }

    private func run(
        _ program: String,
        _ arguments: [String],
        as user: String? = PostgresCluster.user
    ) async throws -> Process {
        // SIGQUIT ends a server at once too, but unlike SIGKILL leaves no shared memory behind.
        let identity = user.map { ["--reuid", $0, "--regid", $0, "--init-groups"] } ?? []
        let command = ["setpriv"] + identity + ["--pdeathsig", "QUIT", program] + arguments
        let logFile = directory.path + "/log"
        return try await keeper.run {
            let output = FileHandle(forWritingAtPath: logFile) ?? .nullDevice
            output.seekToEndOfFile()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = command
            process.currentDirectoryURL = URL(fileURLWithPath: "/")
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = output
            try process.run()
            return process
        }
    }

    /// The newest version that the Debian packages have installed.
    private static func findBinaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap(Int.init).sorted(by: >)
            .map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/postgres") }
        guard let newest else { throw PostgresServerFault(description: "There is no PostgreSQL server in \(root).") }
        return newest
    }
}
