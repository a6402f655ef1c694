/// Reads the rules of `notices` that have parts of their own.
enum NoticeRulesReader {
    static func digest(_ entry: Entry, _ faults: inout FaultList) -> DigestRule? {
        guard var members = Members(entry, like: "{ at: \"08:00\", days: [mon, tue] }", &faults) else { return nil }
        let at = members.need("at", &faults)?.time(&faults)
        var days: [Weekday] = Weekday.allCases
        members.read("days", into: &days, &faults) { $0.words(&$1) }
        members.close(&faults)
        return at.map { DigestRule(at: $0, days: Set(days)) }
    }

    static func replyGuard(_ entry: Entry, _ faults: inout FaultList) -> ReplyGuard? {
        guard var members = Members(entry, like: "{ at_most: 10, within: 3h }", &faults) else { return nil }
        var rule = ReplyGuard()
        members.read("at_most", into: &rule.atMost, &faults) { $0.integer(in: 0...10, &$1) }
        members.read("within", into: &rule.within, &faults) { $0.duration(in: .hours(3) ... .days(7), &$1) }
        members.close(&faults)
        return rule
    }

    static func expectedReply(_ entry: Entry, _ faults: inout FaultList) -> ExpectedReplyRule? {
        guard var members = Members(entry, like: "{ percentile: 80%, window: 28d }", &faults) else { return nil }
        var rule = ExpectedReplyRule()
        members.read("percentile", into: &rule.percentile, &faults) { $0.share(&$1) }
        members.read("window", into: &rule.window, &faults) { $0.duration(in: .days(1) ... .days(365), &$1) }
        members.read("minimum_n", into: &rule.minimumN, &faults) { $0.integer(in: 1...1_000_000, &$1) }
        members.read("update_before", into: &rule.updateBefore, &faults) {
            $0.duration(in: .minutes(1) ... .days(1), &$1)
        }
        members.close(&faults)
        return rule
    }
}
