/// Reads `routing`.
enum RoutingReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> RoutingPolicy? {
        guard var members = Members(entry, like: "{ reopen_window: 7d, default_capacity: 10 }", &faults) else {
            faults.giveUp(.stage)
            return nil
        }
        var routing = RoutingPolicy()
        members.read("reopen_window", into: &routing.reopenWindow, &faults) {
            $0.duration(in: .seconds(0) ... .days(365), &$1)
        }
        members.read("courtesy", into: &routing.courtesy, &faults, courtesy)
        members.read("snooze_limit", into: &routing.snoozeLimit, &faults) {
            $0.duration(in: .minutes(1) ... .days(365), &$1)
        }
        members.read("auto_resolve", into: &routing.autoResolve, &faults, autoResolve)
        members.read("default_capacity", into: &routing.defaultCapacity, &faults) { $0.integer(in: 1...1000, &$1) }
        members.read("assignment_timeout", into: &routing.assignmentTimeout, &faults) {
            $0.duration(in: .minutes(1) ... .days(30), &$1)
        }
        members.read("widening", into: &routing.widening, &faults, widening)
        members.read("dedicated", into: &routing.dedicated, &faults, dedicated)
        members.read("backfill_settling", into: &routing.backfillSettling, &faults) {
            $0.duration(in: .seconds(1) ... .hours(1), &$1)
        }
        members.read("kinds", into: &routing.kinds, &faults) { $0.keyed(&$1, KindsReader.terms) }
        members.close(&faults)
        return routing
    }

    private static func courtesy(_ entry: Entry, _ faults: inout FaultList) -> CourtesyRule? {
        guard var members = Members(entry, like: "{ words: { en: [thanks, ok] } }", &faults) else { return nil }
        var rule = CourtesyRule()
        members.read("longest", into: &rule.longest, &faults) { $0.integer(in: 1...1000, &$1) }
        members.read("words", into: &rule.words, &faults) { $0.wordsByLanguage(&$1) }
        rule.words.values = rule.words.values.mapValues { $0.map { $0.lowercased() } }
        members.close(&faults)
        return rule
    }

    private static func autoResolve(_ entry: Entry, _ faults: inout FaultList) -> AutoResolveRule? {
        guard var members = Members(entry, like: "{ after: 7d, reminders: [2d, 5d] }", &faults) else { return nil }
        let range: ClosedRange<Duration> = .hours(1) ... .days(365)
        let after = members.need("after", &faults)?.duration(in: range, &faults)
        let reminders = members.take("reminders").flatMap { entry -> [Duration]? in
            let reminders = entry.list("a list of durations, such as [2d, 5d], is allowed", &faults) {
                $0.duration(in: range, &$1)
            }
            guard let reminders else { return nil }
            let ends = reminders + [after].compactMap(\.self)
            if zip(ends, ends.dropFirst()).contains(where: { $0 >= $1 }) {
                faults.add("each reminder comes after the one before, and before `after`", at: entry.place)
            }
            return reminders
        }
        members.close(&faults)
        var rule = after.map(AutoResolveRule.init(after:))
        rule?.reminders = reminders ?? []
        return rule
    }

    private static func widening(_ entry: Entry, _ faults: inout FaultList) -> WideningRule? {
        guard var members = Members(entry, like: "{ team: 25%, language: 25%, anyone: 60%, basis: 1h }", &faults) else {
            return nil
        }
        var rule = WideningRule()
        let team = members.take("team")?.share(&faults)
        members.read("language", into: &rule.language, &faults) { $0.share(&$1) }
        members.read("anyone", into: &rule.anyone, &faults) { $0.share(&$1) }
        members.read("basis", into: &rule.basis, &faults) { $0.duration(in: .minutes(1) ... .days(30), &$1) }
        members.close(&faults)
        if rule.language > rule.anyone {
            faults.add("`language` is at most `anyone`: the region is given up before the language", at: entry.place)
        }
        rule.team = team ?? min(rule.team, rule.anyone)
        if rule.team > rule.anyone {
            faults.add("`team` is at most `anyone`: the team is given up before the skills", at: entry.place)
        }
        return rule
    }

    private static func dedicated(_ entry: Entry, _ faults: inout FaultList) -> DedicatedStaff? {
        guard var members = Members(entry, like: "{ P1: first_line, escalated: seniors }", &faults) else { return nil }
        var staff = DedicatedStaff()
        for tier in Tier.allCases {
            if let team: Name<Team> = members.take(tier.rawValue)?.reference(&faults) { staff.tiers[tier] = team }
        }
        members.read("escalated", into: &staff.escalated, &faults) { $0.reference(&$1) }
        members.close(&faults)
        return staff
    }
}
