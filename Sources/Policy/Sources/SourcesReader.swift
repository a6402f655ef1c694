import Contract

/// Reads `sources`: the publishers, and the switch of the shared door.
enum SourcesReader {
    struct Sources {
        var rights: [SourceID: SourceRights] = [:]
        var sharedDoorOpen = true
    }

    /// The one key of `sources` that is not a publisher's name.
    private static let sharedDoor = "shared_door"

    static func read(_ entry: Entry, _ faults: inout FaultList) -> Sources? {
        let expectation = "a mapping of the publishers' names is allowed"
        guard let members = entry.members(expectation, &faults) else {
            faults.giveUp(.source)
            return nil
        }
        var sources = Sources()
        for (name, member) in members {
            if name == sharedDoor {
                let words = "open or closed is allowed"
                let word = member.text(words, &faults) { $0 == "open" || $0 == "closed" }
                sources.sharedDoorOpen = word != "closed"
            } else if let source = SourceID(name) {
                faults.declare(.source, name, at: member.place)
                sources.rights[source] = rights(of: member, &faults)
            } else {
                faults.add("a source's name is 1 to 64 of the characters a-z 0-9 . _ -", at: member.place)
            }
        }
        if sources.rights.isEmpty && !members.contains(where: { $0.key != sharedDoor }) {
            faults.add("at least one source is needed", at: entry.place)
        }
        return sources
    }

    private static let keys = "publish, backfill, unlimited, door, key and rate"

    private static func rights(of entry: Entry, _ faults: inout FaultList) -> SourceRights? {
        guard let members = entry.members("a mapping with \(keys) is allowed", &faults) else { return nil }
        var publish: [String] = []
        var backfill = false
        var unlimited = false
        var door = SourceRights.Door.shared
        var key: String?
        var rate = RateLimit.standard
        for (name, member) in members {
            switch name {
            case "publish": publish = patterns(member, &faults)
            case "backfill": backfill = member.boolean(&faults) ?? false
            case "unlimited": unlimited = member.boolean(&faults) ?? false
            case "door": door = self.door(member, &faults)
            case "key": key = keyName(member, &faults)
            case "rate": rate = limit(member, &faults)
            default: faults.add("no such key; \(keys) are allowed", at: member.place)
            }
        }
        if !members.contains(where: { $0.key == "publish" }) {
            faults.add("`publish` is needed: the types that the source may publish", at: entry.place)
        }
        if unlimited || backfill, let rate = members.first(where: { $0.key == "rate" }) {
            faults.add("a source that is unlimited or may backfill has no rate", at: rate.entry.place)
        }
        return SourceRights(
            publish: publish,
            backfill: backfill,
            unlimited: unlimited,
            door: door,
            key: key,
            rate: rate
        )
    }

    private static func patterns(_ entry: Entry, _ faults: inout FaultList) -> [String] {
        let expectation = "a list of types, such as message.post, case.* or *, is allowed"
        guard let elements = entry.elements(expectation, &faults) else { return [] }
        if elements.isEmpty { faults.add(expectation, at: entry.place) }
        var patterns: [String] = []
        for element in elements {
            let pattern = element.text("a type, such as message.post, case.* or *, is allowed", &faults) { text in
                CommandType.allCases.contains { SourceRights.pattern(text, covers: $0) }
            }
            guard let pattern else { continue }
            if patterns.contains(pattern) { faults.add("a type comes once in the list", at: element.place) }
            patterns.append(pattern)
        }
        return patterns
    }

    private static func door(_ entry: Entry, _ faults: inout FaultList) -> SourceRights.Door {
        let word = entry.text("shared or private is allowed", &faults) { SourceRights.Door(rawValue: $0) != nil }
        return word.flatMap(SourceRights.Door.init(rawValue:)) ?? .shared
    }

    /// The name of a file, so of harmless characters and not hidden.
    private static func keyName(_ entry: Entry, _ faults: inout FaultList) -> String? {
        let expectation = "the name of a secret is allowed: 1 to 64 of the characters a-z 0-9 . _ -, no dot first"
        return entry.text(expectation, &faults) { SourceID($0) != nil && !$0.hasPrefix(".") }
    }

    private static func limit(_ entry: Entry, _ faults: inout FaultList) -> RateLimit {
        let expectation = "a mapping with per_minute and burst is allowed"
        guard let members = entry.members(expectation, &faults) else { return .standard }
        var perMinute = RateLimit.standard.perMinute
        var burst: Int?
        for (name, member) in members {
            switch name {
            case "per_minute": perMinute = member.integer(in: 1...1_000_000, &faults) ?? perMinute
            case "burst": burst = member.integer(in: 1...1_000_000, &faults)
            default: faults.add("no such key; per_minute and burst are allowed", at: member.place)
            }
        }
        if !members.contains(where: { $0.key == "per_minute" }) {
            faults.add("`per_minute` is needed", at: entry.place)
        }
        return RateLimit(perMinute: perMinute, burst: burst ?? 2 * perMinute)
    }
}
