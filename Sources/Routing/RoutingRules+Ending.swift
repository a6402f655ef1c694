import Policy

extension RoutingRules {
    /// What the policy says of a reason that a case of a kind ends with; nil for a reason that it does not list.
    func terms(of reason: String?, for kind: CaseKind) -> ReasonCode? {
        reason.flatMap { kinds[kind]?.reasons[Name($0)] }
    }

    /// Why a case of the kind may not end with this outcome for this reason, and which reasons it may; nil if it may.
    func objection(to reason: String, for outcome: String?, of kind: CaseKind) -> (Refusal, allowed: [String])? {
        guard let kindTerms = kinds[kind] else { return nil }
        func allows(_ code: ReasonCode) -> Bool {
            code.outcomes.isEmpty || outcome.map(code.outcomes.contains) ?? true
        }
        let allowed = kindTerms.reasons.values.filter(allows).map(\.name.rawValue).sorted()
        guard let code = terms(of: reason, for: kind) else {
            return kindTerms.onlyListedReasons ? (.unknownReason, allowed) : nil
        }
        return allows(code) ? nil : (.reasonNotAllowed, allowed)
    }

    /// How the user of a case of the kind appeals against what was decided for that reason.
    func appeal(against reason: ReasonCode?, of kind: CaseKind, in language: String?) -> String {
        text(reason?.appeal, in: language) ?? text(kinds[kind]?.appeal, in: language) ?? appeal
    }

    /// How long those who are asked have to respond, where a command brings a case to a stage in which somebody is asked.
    func timeToRespond(in stage: String?, of current: Case) -> Duration? {
        guard let stage, let kind = CaseKind(rawValue: current.kind) else { return nil }
        return kinds[kind]?.stages.first { $0.name == stage }?.respondWithin
    }

    /// What a text of the policy says to somebody who is written to in that language; nil if it says nothing.
    func text(_ texts: Localized<String>?, in language: String?) -> String? {
        texts?.value(for: language.flatMap { Language($0) }, fallback: fallback)
    }
}
