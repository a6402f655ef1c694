import Contract

/// Which traces are recorded, by the rules that OpenTelemetry names.
package struct TraceSampler: Sendable, Equatable {
    /// What is recorded of traces that begin here.
    package enum Rule: Sendable, Equatable {
        case all
        case none
        /// This share of them, from 0 to 1.
        case share(Double)
    }

    package let rule: Rule
    /// Whether a trace that comes from elsewhere is recorded if it says so, whatever the rule.
    package let followsParent: Bool

    package init(_ rule: Rule, followsParent: Bool) {
        self.rule = rule
        self.followsParent = followsParent
    }

    /// Whether what belongs to a trace from elsewhere is recorded.
    func records(_ context: TraceContext) -> Bool {
        followsParent ? context.isSampled : begins(context.trace)
    }

    /// Whether a new trace is recorded: decided by its identity, so that all programs decide alike.
    func begins(_ trace: TraceID) -> Bool {
        switch rule {
        case .all: true
        case .none: false
        case .share(let share): share >= 1 || Double(trace.low >> 1) < share * 0x1p63
        }
    }
}
