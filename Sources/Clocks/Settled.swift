package import Contract
package import Policy

/// What of a case's clocks need not be worked out again, because everything that is new came later.
///
/// A measurement that has ended is changed by nothing that happens after its end, unless the case is reopened, or it turns
/// out that what ended it never arrived; and what is measured anew with each exchange does not go on when a case is reopened.
/// So of a case with thousands of exchanges only the last few of those are looked at.
package struct Settled: Sendable {
    /// A measurement, whatever is promised on it.
    private struct Measurement: Hashable, Sendable {
        let metric: Metric
        let instance: Int
    }

    /// The time of the last fact that was known before.
    private let last: Instant
    /// The measurements whose clocks have been read.
    private let read: Set<Measurement>

    /// What is settled by a time, but for the measurements of those clocks, all of which have been read.
    package init(by last: Instant, read clocks: some Sequence<ClockKey>) {
        self.last = last
        read = Set(clocks.map { Measurement(metric: $0.metric, instance: $0.instance) })
    }

    func covers(_ run: Run) -> Bool {
        guard run.metric.isOfExchanges, let end = run.end, end.moment.time <= last else { return false }
        return !read.contains(Measurement(metric: run.metric, instance: run.instance))
    }
}

extension Metric {
    /// Whether a cycle has as many clocks of it as there are exchanges, which a reopening never resumes.
    package var isOfExchanges: Bool {
        switch self {
        case .nextResponse, .update, .assigneeResponse, .department: true
        case .firstResponse, .resolution, .requesterWait, .agentWork, .moderation, .stage: false
        }
    }
}
