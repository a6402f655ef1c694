/// Reads `tiers`.
enum TiersReader {
    /// What a rule may ask of a case.
    private static let parts: [ConditionReader.Part] = [
        .kinds, .categories, .channels, .languages, .words, .waitingOver, .verified,
    ]

    static func read(_ entry: Entry, _ faults: inout FaultList) -> TierPolicy? {
        guard var members = Members(entry, like: "{ default: P3, P1: { title: Critical } }", &faults) else {
            return nil
        }
        var tiers = TierPolicy()
        members.read("default", into: &tiers.standard, &faults) { $0.word(&$1) }
        for tier in Tier.allCases {
            guard let entry = members.take(tier.rawValue) else { continue }
            guard var terms = Members(entry, like: "{ title: Critical, rules: {} }", &faults) else { continue }
            if let title = terms.take("title")?.title(&faults) { tiers.titles[tier] = title }
            if let rules = terms.take("rules")?.named(&faults, rule) { tiers.rules[tier] = rules }
            terms.close(&faults)
        }
        members.close(&faults)
        return tiers
    }

    private static func rule(_ name: String, _ entry: Entry, _ faults: inout FaultList) -> TierRule? {
        guard var members = Members(entry, like: "{ words: { en: [fraud] } }", &faults) else { return nil }
        let condition = ConditionReader.read(&members, parts, &faults)
        members.close(&faults)
        if members.isEmpty { faults.add("the rule needs a condition", at: entry.place) }
        return TierRule(name: name, condition: condition)
    }
}
