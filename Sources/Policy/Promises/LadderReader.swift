/// Reads `ladder`.
enum LadderReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> [Name<Ladder>: Ladder]? {
        let ladders = entry.declarations(&faults) { name, entry, faults -> Ladder? in
            guard var members = Members(entry, like: "{ levels: [{ notify: [assignee] }] }", &faults) else {
                return nil
            }
            var ladder = Ladder(name: name)
            members.read("start", into: &ladder.start, &faults) { $0.word(&$1) }
            if let levels = members.need("levels", &faults) { ladder.levels = self.levels(levels, &faults) ?? [] }
            members.read("on_breach", into: &ladder.onBreach, &faults) { entry, faults in
                guard var members = Members(entry, like: "{ raise_tier: true }", &faults) else { return nil }
                let actions = actions(&members, &faults)
                members.close(&faults)
                return actions
            }
            members.close(&faults)
            return ladder
        }
        return ladders.map { Dictionary($0.map { ($0.name, $0.thing) }) { $1 } }
    }

    private static func levels(_ entry: Entry, _ faults: inout FaultList) -> [Ladder.Level]? {
        guard let elements = entry.elements("a list of levels is allowed", &faults) else { return nil }
        if elements.isEmpty { faults.add("at least one level is needed", at: entry.place) }
        var levels: [Ladder.Level] = []
        for (index, element) in elements.enumerated() {
            let example = "{ notify: [assignee], acknowledge_within: 15m }"
            guard var members = Members(element, like: example, &faults) else { continue }
            let called = members.need("notify", &faults)
            let notify: [Ladder.Audience]? = called?.words(&faults)
            if called?.isEmptyList == true { faults.add("a level calls somebody", at: element.place) }
            var level = Ladder.Level(notify: Set(notify ?? []))
            members.read("acknowledge_within", into: &level.acknowledgeWithin, &faults) {
                $0.duration(in: .minutes(1) ... .days(7), &$1)
            }
            if level.acknowledgeWithin == nil, index < elements.count - 1 {
                let reason = "`acknowledge_within` is needed: without it the next level is never called"
                faults.add(reason, at: element.place)
            }
            level.actions = actions(&members, &faults)
            members.close(&faults)
            levels.append(level)
        }
        return levels
    }

    private static func actions(_ members: inout Members, _ faults: inout FaultList) -> BreachActions {
        var actions = BreachActions()
        members.read("reassign", into: &actions.reassigns, &faults) { $0.boolean(&$1) }
        members.read("raise_tier", into: &actions.raisesTier, &faults) { $0.boolean(&$1) }
        guard let entry = members.take("escalate") else { return actions }
        guard var target = Members(entry, like: "{ department: legal, reason: overdue }", &faults) else {
            return actions
        }
        let team: Name<Team>? = target.take("team")?.reference(&faults)
        let department: Name<Department>? = target.take("department")?.reference(&faults)
        if let reason = target.need("reason", &faults) { actions.reason = reason.reference(&faults) }
        target.close(&faults)
        switch (team, department) {
        case (let team?, nil): actions.escalatesTo = .team(team)
        case (nil, let department?): actions.escalatesTo = .department(department)
        default: faults.add("one of `team` and `department` is needed", at: entry.place)
        }
        return actions
    }
}
