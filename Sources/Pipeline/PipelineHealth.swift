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

    package init() {}

    /// Why the process is not ready, a sentence for each lane that is not; empty when it is.
    package var obstacles: [String] {
        states.withLock { states in
            guard !states.isEmpty else { return ["no lane has started"] }
            return states.sorted { $0.key < $1.key }.compactMap { lane, state in
                switch state {
                case .serving, .paused: nil
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
