/// Reads `escalation`.
enum EscalationReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> EscalationPolicy? {
        guard var members = Members(entry, like: "{ acknowledge_within: 30m }", &faults) else {
            faults.giveUp(.reason)
            return nil
        }
        var escalation = EscalationPolicy()
        members.read("departments", into: &escalation.departments, &faults, departments)
        members.read("reasons", into: &escalation.reasons, &faults, reasons)
        members.read("only_listed_reasons", into: &escalation.onlyListedReasons, &faults) { $0.boolean(&$1) }
        members.read("acknowledge_within", into: &escalation.acknowledgeWithin, &faults) {
            $0.duration(in: .minutes(1) ... .days(30), &$1)
        }
        members.read("budget", into: &escalation.budget, &faults) { entry, faults in
            guard var members = Members(entry, like: "{ share: 5%, window: month }", &faults) else { return nil }
            var budget = EscalationBudget()
            members.read("share", into: &budget.share, &faults) { $0.share(&$1) }
            members.read("window", into: &budget.window, &faults) { $0.word(&$1) }
            members.read("warn", into: &budget.warnings, &faults) { $0.shares(&$1) }
            members.close(&faults)
            return budget
        }
        members.close(&faults)
        if escalation.onlyListedReasons, escalation.reasons.isEmpty {
            faults.add("without a reason, no case could be escalated", at: entry.place)
        }
        return escalation
    }

    private static func departments(
        _ entry: Entry,
        _ faults: inout FaultList
    ) -> [Name<Category>: Name<Department>]? {
        let expectation = "a mapping of categories to departments is allowed"
        guard let members = entry.members(expectation, &faults) else { return nil }
        var departments: [Name<Category>: Name<Department>] = [:]
        for (key, member) in members {
            faults.refer(to: .category, key, at: member.place)
            if let department: Name<Department> = member.reference(&faults) { departments[Name(key)] = department }
        }
        return departments
    }

    private static func reasons(
        _ entry: Entry,
        _ faults: inout FaultList
    ) -> [Name<EscalationReason>: EscalationReason]? {
        let reasons = entry.declarations(&faults) { name, entry, faults -> EscalationReason? in
            var reason = EscalationReason(name: name)
            if entry.scalar != nil {
                reason.title = entry.title(&faults) ?? reason.title
                return reason
            }
            guard var members = Members(entry, like: "{ title: A legal question, departments: [legal] }", &faults)
            else {
                return nil
            }
            members.read("title", into: &reason.title, &faults) { $0.title(&$1) }
            members.read("departments", into: &reason.departments, &faults) { $0.references(&$1).map { Set($0) } }
            members.close(&faults)
            return reason
        }
        return reasons.map { Dictionary($0.map { ($0.name, $0.thing) }) { $1 } }
    }
}
