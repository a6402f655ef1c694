import Blocking
import Glibc
import Pipeline
import ServiceLifecycle

/// Tells the supervisor that started the program how it does, in systemd's protocol.
///
/// `READY=1` is said once every lane works, which is after both servers and the schema were found right; `WATCHDOG=1` only
/// while every lane goes round; `STOPPING=1` when the drain begins. A lane that waits for a server goes round too: the
/// supervisor is to end what hangs, not what is patient.
struct SupervisorReports: Service, CustomStringConvertible {
    let description = "supervisor"
    private let address: String
    /// How long the supervisor waits for a sign of life; nil if it does not.
    private let watchdog: Duration?
    private let health: PipelineHealth

    /// Reports by the variables that the supervisor has set; nil when it wants none.
    init?(_ environment: [String: String], health: PipelineHealth) {
        guard let address = environment["NOTIFY_SOCKET"], !address.isEmpty else { return nil }
        self.address = address
        self.health = health
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { usec in
            isForUs && usec > 0 ? .microseconds(usec) : nil
        }
    }

    /// Reports until the program stops; a supervisor that does not listen is not waited for.
    func run() async throws {
        guard let socket = UnixDatagram(to: address) else {
            throw StartFault(.configuration, "NOTIFY_SOCKET is '\(address)': an absolute path or @name is allowed")
        }
        let pace = min(.seconds(2), watchdog.map { $0 / 4 } ?? .seconds(2))
        var report = SupervisorReport(watchdog: watchdog)
        do {
            while !Task.isShuttingDownGracefully {
                socket.send(report.next(health))
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pace) }
            }
        } catch is CancellationError {
            // Asked to stop, which is said below.
        }
        socket.send("STOPPING=1\nSTATUS=finishing what is in hand")
    }
}

/// What is said next.
struct SupervisorReport {
    let watchdog: Duration?
    private var isReady = false

    init(watchdog: Duration?) { self.watchdog = watchdog }

    /// The lines of the next datagram.
    mutating func next(_ health: PipelineHealth, at now: ContinuousClock.Instant = .now) -> String {
        let obstacles = health.obstacles
        var lines: [String] = []
        if obstacles.isEmpty, !isReady {
            isReady = true
            lines.append("READY=1")
        }
        let silence = health.longestSilence(at: now) ?? .zero
        if let watchdog, silence < watchdog / 2 { lines.append("WATCHDOG=1") }
        let state = obstacles.isEmpty ? "working, \(health.lag) to do" : obstacles.joined(separator: "; ").onOneLine
        lines.append("STATUS=\(state)")
        return lines.joined(separator: "\n")
    }
}
