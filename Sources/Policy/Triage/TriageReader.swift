/// Reads `triage`.
enum TriageReader {
    /// What a rule may ask of a message.
    private static let parts: [ConditionReader.Part] = [.kinds, .channels, .sources, .languages, .words, .verified]

    static func read(_ entry: Entry, _ faults: inout FaultList) -> TriagePolicy? {
        guard var members = Members(entry, like: "{ confidence: 70%, default_category: general }", &faults) else {
            return nil
        }
        var triage = TriagePolicy()
        members.read("confidence", into: &triage.confidence, &faults) { $0.share(&$1) }
        members.read("language_confidence", into: &triage.languageConfidence, &faults) { $0.share(&$1) }
        members.read("default_category", into: &triage.standardCategory, &faults) { $0.reference(&$1) }
        members.read("rules", into: &triage.rules, &faults) { $0.named(&$1, rule) }
        members.read("screening", into: &triage.screening, &faults) { ScreeningReader.read($0, &$1) }
        members.read("corrections", into: &triage.corrections, &faults) { entry, faults in
            guard var members = Members(entry, like: "{ learn: true, weight: 5 }", &faults) else { return nil }
            var rule = CorrectionRule()
            members.read("learn", into: &rule.learns, &faults) { $0.boolean(&$1) }
            members.read("weight", into: &rule.weight, &faults) { $0.integer(in: 1...1000, &$1) }
            members.read("window", into: &rule.window, &faults) { $0.duration(in: .days(1) ... .days(3650), &$1) }
            members.close(&faults)
            return rule
        }
        members.close(&faults)
        return triage
    }

    private static func rule(_ name: String, _ entry: Entry, _ faults: inout FaultList) -> TriageRule? {
        let example = "{ when: { words: { en: [refund] } }, category: refund }"
        guard var members = Members(entry, like: example, &faults) else { return nil }
        var rule = TriageRule(name: name)
        if let when = members.need("when", &faults), var parts = Members(when, like: "{ channels: [email] }", &faults) {
            rule.condition = ConditionReader.read(&parts, self.parts, &faults)
            parts.close(&faults)
            if parts.isEmpty { faults.add("the rule needs a condition", at: when.place) }
        }
        members.read("category", into: &rule.category, &faults) { $0.reference(&$1) }
        members.read("tier", into: &rule.tier, &faults) { $0.word(&$1) }
        members.read("spam", into: &rule.isSpam, &faults) { $0.boolean(&$1) }
        members.close(&faults)
        if rule.category == nil, rule.tier == nil, !rule.isSpam {
            faults.add("the rule does nothing; `category`, `tier` or `spam: true` is needed", at: entry.place)
        }
        return rule
    }
}
