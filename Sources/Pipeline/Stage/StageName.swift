/// The name of a stage, as operators write it: `ingest`, `router`, `sla-monitor` ….
package struct StageName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let ingest = StageName(rawValue: "ingest")
    package static let router = StageName(rawValue: "router")
    package static let notifier = StageName(rawValue: "notifier")
    package static let slaMonitor = StageName(rawValue: "sla-monitor")
    package static let survey = StageName(rawValue: "survey")
    package static let metricsAggregator = StageName(rawValue: "metrics-aggregator")

    /// Every stage of the product, in the order in which a message meets them.
    package static let all: [StageName] = [.ingest, .router, .notifier, .slaMonitor, .survey, .metricsAggregator]

    package var description: String { rawValue }

    /// The name as a part of a table's or a role's name.
    package var sqlName: String { rawValue.replacing("-", with: "_") }
}
