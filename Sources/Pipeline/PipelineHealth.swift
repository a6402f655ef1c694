import Synchronization

/// How the lanes of a process are, for `/readyz`, the logs and systemd.
package final class PipelineHealth: Sendable {
    /// What a lane is doing.
    package enum LaneState: Sendable, Equatable {
        case starting
        /// It has its session and handles what comes.
        case serving
        /// An operator has paused its stage.
        case paused
        /// It cannot work now and says why; it goes on trying.
        case waiting(String)
        /// It stopped because too much was parked: that is a bug, not a poison.
        case halted(String)
    }

    private let states = Mutex<[Int: LaneState]>([:])
    private let rounds = Mutex<[Int: Round]>([:])
    /// Why a lane's last reading of Redis failed; nothing for one that could read.
    private let unread = Mutex<[Int: String]>([:])

    /// What is waited for before the lanes start, and why it cannot be worked with yet.
    private let awaited = Mutex<[String: String]>([:])

    /// When a lane last went round, and what it had still to do then.
    private struct Round {
        var last: ContinuousClock.Instant
        var lag: Int64 = 0
    }

    package init() {}

    /// How long ago the lane that is slowest at it went round; nil before any lane has begun.
    ///
    /// A lane goes round about once a second whatever its servers do: it handles a batch, finds nothing, or tries again.
    package func longestSilence(at now: ContinuousClock.Instant = .now) -> Duration? {
        rounds.withLock { $0.values.map(\.last).min() }.map { now - $0 }
    }

    /// How many events and entries the lanes have still to handle, as last counted.
    package var lag: Int64 { rounds.withLock { $0.values.reduce(0) { $0 + $1.lag } } }

    /// Notes that the lane goes round.
    package func wentRound(_ lane: Int, at now: ContinuousClock.Instant = .now) {
        rounds.withLock { $0[lane, default: Round(last: now)].last = now }
    }

    func counted(_ lag: Int64, of lane: Int) {
        rounds.withLock { $0[lane]?.lag = lag }
    }

    /// Notes that the lane has read from Redis, or why it could not.
    func readRedis(_ fault: String?, of lane: Int) {
        unread.withLock { $0[lane] = fault }
    }

    /// Notes why a server that lanes need at their start is not ready, nil once it is.
    package func awaits(_ server: String, _ obstacle: String?) {
        awaited.withLock { $0[server] = obstacle }
    }

    /// Why the process is not ready, a sentence for each lane that is not; empty when it is.
    package var obstacles: [String] {
        let awaited = awaited.withLock { $0.sorted { $0.key < $1.key } }
        let unread = unread.withLock { $0 }
        return states.withLock { states in
            guard !states.isEmpty else {
                return awaited.isEmpty ? ["no lane has started"] : awaited.map { "waiting for \($0.key): \($0.value)" }
            }
            return states.sorted { $0.key < $1.key }.compactMap { lane, state in
                switch state {
                case .serving: unread[lane].map { "lane \(lane): \($0)" }
                case .paused: nil
                case .starting: "lane \(lane) is starting"
                case .waiting(let reason), .halted(let reason): "lane \(lane): \(reason)"
                }
            }
        }
    }

    package var isReady: Bool { obstacles.isEmpty }

    func set(_ state: LaneState, of lane: Int) {
        states.withLock { $0[lane] = state }
    }
}
