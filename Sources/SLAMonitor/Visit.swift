import Clocks
import Contract
import Pipeline

/// What a batch says about one case.
struct Visit {
    let key: CaseFile.Key
    let conversation: String
    var events: [Event] = []
    /// The last timer of the case that is due.
    var timer: DueTimer?
    /// The version of the policy for which the case is looked at, and when that was applied.
    var revision: Revision?

    /// Whether what it says comes from the past: nobody is called.
    var isOfPast: Bool {
        timer?.fields["backfill"] == "true" || events.contains { $0.fields["backfill"] == "true" }
    }

    /// What the user was told to expect when the case was opened.
    var expectedReply: ExpectedReply? {
        events.first { $0.type == Fact.Kind.opened.rawValue }.flatMap { ExpectedReply($0.fields) }
    }

    /// Whether it only adds to what is known of a long case, so that nothing that had ended can change.
    func onlyAdds(to brief: CaseBrief?) -> Bool {
        guard let brief, brief.isLong, let last = brief.lastAt, revision == nil, !isOfPast else { return false }
        return events.allSatisfy { event in
            switch Fact.Kind(rawValue: event.type) {
            // They say something of what has ended.
            case .opened, .replyFailed, .replyArrived: false
            default: event.time > last
            }
        }
    }

    /// Whether nothing has happened to the case but that the policy has changed.
    var isOfPolicyAlone: Bool { events.isEmpty && timer == nil && revision != nil }

    /// What inputs say, by case, in the order in which the cases come.
    ///
    /// The letters among them come as the cases that they are about.
    static func all(
        _ inputs: [Input],
        _ sweeps: [Sweeps.Found] = [],
        appliedAt: (Int64) -> Instant? = { _ in nil }
    ) throws(StageFault) -> [Visit] {
        var visits: [Visit] = []
        var places: [CaseFile.Key: Int] = [:]
        for input in inputs {
            let id: CaseID?
            switch input.content {
            case .event(let event): id = event.case
            case .timer(let timer): id = timer.fields["case"].map { CaseID($0) }
            case .letter: continue
            case .entry: throw StageFault(code: "unexpected_input", detail: "the monitor reads no doors")
            }
            // A message that belongs to no case, as a courtesy after its end, promises nothing.
            guard let id else { continue }
            let key = CaseFile.Key(partition: input.partition, id: id)
            let place = places[key] ?? visits.count
            if place == visits.count {
                places[key] = place
                visits.append(Visit(key: key, conversation: input.conversation))
            }
            switch input.content {
            case .event(let event): visits[place].events.append(event)
            case .timer(let timer):
                if visits[place].timer.map({ $0.due < timer.due }) ?? true { visits[place].timer = timer }
            case .entry, .letter: break
            }
        }
        for found in sweeps {
            guard let at = appliedAt(found.version) else { continue }
            let place = places[found.key] ?? visits.count
            if place == visits.count {
                places[found.key] = place
                visits.append(Visit(key: found.key, conversation: found.conversation))
            }
            if visits[place].revision.map({ $0.version < found.version }) ?? true {
                visits[place].revision = Revision(version: found.version, at: at)
            }
        }
        return visits
    }
}
