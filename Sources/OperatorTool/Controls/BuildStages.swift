import Pipeline

/// The stages that this build has programs for: what the commands offer.
enum BuildStages {
    /// The stages, in the order in which a message passes them.
    static let present: [StageName] = [.ingest, .router, .notifier, .slaMonitor, .survey, .metricsAggregator]

    /// The names of the stages, for help and messages.
    static let names = present.map(\.rawValue).joined(separator: ", ")
}
