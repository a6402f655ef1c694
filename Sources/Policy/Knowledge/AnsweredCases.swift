/// What is promised about cases while they wait for the user to say whether an article was the answer.
struct AnsweredCases {
    let promises: [Name<Promise>: Promise]
    let ladders: [Name<Ladder>: Ladder]

    /// Why silence counts as solved too late: nobody should be called, and nothing broken, for want of an answer that no
    /// one but the user owes.
    func objection(to knowledge: KnowledgePolicy) -> String? {
        guard knowledge.folder != nil, knowledge.answersPerCase > 0 else { return nil }
        let limits = promises.values.filter { runsOn($0, for: knowledge) }.map { (at: limit(of: $0), promise: $0) }
        guard let first = limits.min(by: { ($0.at, $0.promise.name) < ($1.at, $1.promise.name) }),
            first.at <= knowledge.solvedAfter
        else { return nil }
        let then = first.at < first.promise.target ? "calls somebody" : "breaks"
        return """
            silence counts as solved after \(DurationText.text(knowledge.solvedAfter)), but after \
            \(DurationText.text(first.at)) the promise \(first.promise.name), which the wait for the user does not pause, \
            \(then); `solved_after` is shorter than that
            """
    }

    /// Whether the promise can be about such a case and its clock runs on meanwhile, at all hours.
    private func runsOn(_ promise: Promise, for knowledge: KnowledgePolicy) -> Bool {
        let (ours, theirs) = (promise.condition, knowledge.condition)
        return promise.metric == .resolution && promise.hours == .always
            && !(promise.pauses ?? promise.metric.usualPauses).contains(.user)
            && meet(ours.kinds, [.conversation]) && meet(ours.channels, theirs.channels)
    }

    /// Whether something can be one of each; of none listed, anything is.
    private func meet<Value>(_ one: Set<Value>, _ other: Set<Value>) -> Bool {
        one.isEmpty || other.isEmpty || !one.isDisjoint(with: other)
    }

    /// When the promise first calls somebody, or breaks.
    private func limit(of promise: Promise) -> Duration {
        guard let ladder = promise.ladder.flatMap({ ladders[$0] }), ladder.start == .warning else {
            return promise.target
        }
        let warnings = promise.warnings.map { lead in
            switch lead {
            case .share(let share): promise.target * share
            case .before(let time): max(.zero, promise.target - time)
            }
        }
        return warnings.min() ?? promise.target
    }
}
