import Contract
import Pipeline

/// What the ladder of a promise asks of the router: a level that is called, what is done at the breach, or both.
struct LadderCall: Sendable, Equatable {
    /// The types of the topic `clocks` that may ask for something.
    static let types: Set<String> = ["clock.warned", "clock.breached"]

    /// The fields of which any asks for something.
    private static let asking = ["level", "reassign", "raise_tier", "escalate_to"]

    let `case`: CaseID
    /// The clock that it is about.
    let clock: String
    let metric: String
    /// The promise that is about to break or has broken.
    let promise: String
    let isBreach: Bool
    let level: Int?
    let reassigns: Bool
    let raisesTier: Bool
    /// The team or department that the case is escalated to.
    let escalatesTo: String?
    /// The reason code of that escalation.
    let escalationReason: String?
    /// What history says of the call beside the actions.
    let facts: Fields

    /// Whether the input is an event of a clock by which the router has nothing to do.
    static func asksNothing(_ input: Input) -> Bool {
        guard case .event(let event) = input.content, event.topic == .clocks else { return false }
        let fields = event.fields
        return fields["backfill"] == "true" || !asking.contains { fields[$0]?.isEmpty == false }
    }

    /// What an event of a clock asks for.
    init(_ event: Event) throws(StageFault) {
        let fields = event.fields
        guard let found = event.case else {
            throw StageFault(code: "malformed_event", detail: "an event of a clock names no case")
        }
        `case` = found
        clock = try fields.required("clock")
        metric = try fields.required("metric")
        promise = try fields.required("promise")
        isBreach = event.type == "clock.breached"
        level = fields.optional("level").flatMap { Int($0) }
        reassigns = fields["reassign"] == "true"
        raisesTier = fields["raise_tier"] == "true"
        escalatesTo = fields.optional("escalate_to")
        escalationReason = fields.optional("escalation_reason")
        var facts = Fields()
        for name in ["clock", "metric", "promise", "due_at", "warning", "level", "notify", "acknowledge_by"] {
            facts.append(name, ifAny: fields.optional(name))
        }
        self.facts = facts
    }

    /// Why what it asks for is done, as history and events say it.
    var reason: String { isBreach ? "promise_broken" : "promise_at_risk" }

    /// Whether what it asks for helps only as long as the user waits for an answer.
    var isAboutAnswer: Bool { ["first_response", "next_response", "assignee_response"].contains(metric) }

    /// The step of the ladder that it is; a breach is one, whatever level comes with it.
    func step(in partition: Int) -> LadderStep {
        let name = isBreach ? "breach" : "level \(level ?? 0)"
        return LadderStep(partition: partition, case: `case`, clock: clock, step: name)
    }
}

/// A step of a ladder that was taken: each is taken once for each clock.
struct LadderStep: Sendable, Hashable {
    let partition: Int
    let `case`: CaseID
    let clock: String
    let step: String
}

extension Work {
    /// The case whose ladder the work is a step of.
    var climbing: (partition: Int, id: CaseID)? {
        guard case .climb(let call) = request else { return nil }
        return (partition, call.case)
    }
}
