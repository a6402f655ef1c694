import Contract

/// Reads the parts of a condition out of a mapping that may have other keys too.
enum ConditionReader {
    /// A part of a condition, by its key.
    enum Part: String, CaseIterable {
        case kinds, categories, tiers, teams, channels, sources, languages, words, verified
        case waitingOver = "waiting_over"
    }

    static func read(_ members: inout Members, _ parts: [Part], _ faults: inout FaultList) -> CaseCondition {
        var condition = CaseCondition()
        for part in parts {
            guard let entry = members.take(part.rawValue) else { continue }
            read(part, entry, &condition, &faults)
        }
        return condition
    }

    private static func read(
        _ part: Part,
        _ entry: Entry,
        _ condition: inout CaseCondition,
        _ faults: inout FaultList
    ) {
        switch part {
        case .kinds: condition.kinds = Set(some(entry.words(&faults), entry, &faults))
        case .categories: condition.categories = Set(some(entry.references(&faults), entry, &faults))
        case .tiers: condition.tiers = Set(some(entry.words(&faults), entry, &faults))
        case .teams: condition.teams = Set(some(entry.references(&faults), entry, &faults))
        case .channels: condition.channels = Set(some(entry.words(&faults), entry, &faults))
        case .sources: condition.sources = Set(some(sources(entry, &faults), entry, &faults))
        case .languages: condition.languages = Set(some(entry.languages(&faults), entry, &faults))
        case .words: condition.words = entry.wordsByLanguage(&faults) ?? condition.words
        case .verified: condition.verified = entry.boolean(&faults)
        case .waitingOver: condition.waitingOver = entry.duration(in: .minutes(1) ... .days(365), &faults)
        }
    }

    /// The values; a list that nothing is in would bind nothing although it looks as if it did.
    private static func some<Value>(_ values: [Value]?, _ entry: Entry, _ faults: inout FaultList) -> [Value] {
        if entry.isEmptyList {
            faults.add("at least one is needed; leave the key out for all", at: entry.place)
        }
        return values ?? []
    }

    private static func sources(_ entry: Entry, _ faults: inout FaultList) -> [SourceID]? {
        let names = entry.list("a list of names under `sources` is allowed", &faults) { element, faults -> SourceID? in
            let name = element.text("the name of a source is allowed", &faults) { SourceID($0) != nil }
            if let name { faults.refer(to: .source, name, at: element.place) }
            return name.flatMap { SourceID($0) }
        }
        return entry.distinct(names, &faults)
    }
}
