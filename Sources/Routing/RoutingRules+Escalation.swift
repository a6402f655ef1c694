import Contract
import Policy

/// Why a case may not be escalated so, and what is allowed instead.
struct EscalationObjection: Error, Equatable {
    let refusal: Refusal
    var allowed: [String] = []
}

extension RoutingRules {
    /// Who a case is escalated to: who is named, if the reason allows it, or else whom the policy says.
    ///
    /// Where nobody is named, a reason that is for departments asks the category's, or the only one that it is for; any
    /// other asks the team for escalated cases, and where there is none the category's department.
    func target(
        named name: String?,
        reason: String?,
        category: String?
    ) -> Result<EscalationTarget, EscalationObjection> {
        let terms = reason.flatMap { escalation.reasons[Name($0)] }
        if terms == nil, escalation.onlyListedReasons {
            let codes = escalation.reasons.keys.map(\.rawValue).sorted()
            return .failure(EscalationObjection(refusal: .unknownReason, allowed: codes))
        }
        let departments = terms?.departments ?? []
        guard let name else { return usualTarget(departments, category: category) }
        guard let target = target(named: name) else { return .failure(EscalationObjection(refusal: .unknownTeam)) }
        if !departments.isEmpty, !departments.contains(where: { target == .department($0) }) {
            let names = departments.map(\.rawValue).sorted()
            return .failure(EscalationObjection(refusal: .reasonNotAllowed, allowed: names))
        }
        return .success(target)
    }

    /// The department of that name, or else the team.
    func target(named name: String) -> EscalationTarget? {
        if departments[name] != nil { return .department(Name(name)) }
        return teams.isEmpty || teams[name] != nil ? .team(Name(name)) : nil
    }

    private func usualTarget(
        _ allowed: Set<Name<Department>>,
        category: String?
    ) -> Result<EscalationTarget, EscalationObjection> {
        let department = category.flatMap { categories[$0]?.department }.map { Name<Department>($0) }
        if allowed.isEmpty {
            if let team = dedicated.escalated { return .success(.team(team)) }
            if let department { return .success(.department(department)) }
        } else if let department, allowed.contains(department) {
            return .success(.department(department))
        } else if let only = allowed.first, allowed.count == 1 {
            return .success(.department(only))
        }
        let names = allowed.map(\.rawValue).sorted()
        return .failure(EscalationObjection(refusal: .nobodyToEscalateTo, allowed: names))
    }

    /// Until when an escalation must be acknowledged, in the working hours of whom it goes to.
    func acknowledgement(by target: EscalationTarget, of time: Instant) -> Instant {
        var within = escalation.acknowledgeWithin
        let calendar: String?
        switch target {
        case .team(let team): calendar = teams[team.rawValue]?.calendar?.rawValue
        case .department(let name):
            let department = departments[name.rawValue]
            within = department?.acknowledgeWithin ?? within
            calendar = self.calendar(department?.calendar?.rawValue, ofTeam: department?.team?.rawValue)
        }
        return calendar.flatMap { workEnds($0, time, within) } ?? time + within
    }
}
