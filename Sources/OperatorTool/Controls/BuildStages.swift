import Contract
import Pipeline

/// The stages that this build has programs for, and the topics that they write: what the commands offer.
enum BuildStages {
    /// The stages, in the order in which a message passes them.
    static let present: [StageName] = [.ingest, .router, .notifier, .slaMonitor, .metricsAggregator]

    /// Whether a program of this build writes the topic.
    static func write(_ topic: Topic) -> Bool {
        switch topic {
        case .commands, .cases, .clocks, .notifications: true
        case .surveys: false
        }
    }

    /// The names of the stages, for help and messages.
    static let names = present.map(\.rawValue).joined(separator: ", ")
}
