/// Reads `promises`.
enum PromisesReader {
    private static let longest = Duration.days(365)

    static func read(_ entry: Entry, _ faults: inout FaultList) -> [Name<Promise>: Promise]? {
        guard let declared = entry.declarations(&faults, promise) else { return nil }
        let promises = Dictionary(declared.map { ($0.name, $0.thing) }) { $1 }
        for (name, entry, promise) in declared {
            for other in promise.replaces.sorted() {
                if let metric = promises[other]?.metric, metric != promise.metric {
                    let words = "\(other) is about \(metric.rawValue)"
                    faults.add("a promise replaces those of its own metric only; \(words)", at: entry.place)
                } else if leads(from: other, to: name, promises) {
                    faults.add("\(name) and \(other) cannot replace each other", at: entry.place)
                }
            }
        }
        return promises
    }

    private static func promise(_ name: Name<Promise>, _ entry: Entry, _ faults: inout FaultList) -> Promise? {
        guard var members = Members(entry, like: "{ metric: first_response, target: 1h }", &faults) else { return nil }
        let metric: Metric? = members.need("metric", &faults)?.word(&faults)
        let target = members.need("target", &faults)?.duration(in: .seconds(1)...longest, &faults)
        var promise = Promise(name: name, metric: metric ?? .firstResponse, target: target ?? .hours(1))
        members.read("hours", into: &promise.hours, &faults, hours)
        promise.condition = ConditionReader.read(
            &members,
            [.kinds, .categories, .tiers, .teams, .channels, .languages],
            &faults
        )
        members.read("departments", into: &promise.departments, &faults) { $0.references(&$1).map { Set($0) } }
        members.read("stages", into: &promise.stages, &faults, stages)
        members.read("pauses", into: &promise.pauses, &faults) { $0.words(&$1).map { Set($0) } }
        members.read("warn", into: &promise.warnings, &faults) { WarningReader.read($0, &$1) }
        members.read("ladder", into: &promise.ladder, &faults) { $0.reference(&$1) }
        members.read("replaces", into: &promise.replaces, &faults) { $0.references(&$1).map { Set($0) } }
        members.close(&faults)
        guard metric != nil, target != nil else { return nil }
        check(promise, members.place, &faults)
        return promise
    }

    private static func check(_ promise: Promise, _ place: Place, _ faults: inout FaultList) {
        let metric = promise.metric
        if !promise.departments.isEmpty, metric != .department {
            faults.add("`departments` goes with the metric department only", at: place)
        }
        if !promise.stages.isEmpty, metric != .stage {
            faults.add("`stages` goes with the metric stage only", at: place)
        }
        let impossible = (promise.pauses ?? []).subtracting(metric.possiblePauses).map(\.rawValue).sorted()
        if !impossible.isEmpty {
            let possible = metric.possiblePauses.map(\.rawValue).sorted()
            let allowed = possible.isEmpty ? "nothing does" : "allowed is \(WordList.one(of: possible))"
            let words = "\(WordList.one(of: impossible)) does not pause the clock \(metric.rawValue)"
            faults.add("\(words); \(allowed)", at: place)
        }
    }

    private static func hours(_ entry: Entry, _ faults: inout FaultList) -> Promise.Hours? {
        let word = entry.text("always, team, or the name of a calendar is allowed", &faults) { _ in true }
        switch word {
        case nil: return nil
        case "always": return .always
        case "team": return .team
        default: return entry.reference(&faults).map { .calendar($0) }
        }
    }

    private static func stages(_ entry: Entry, _ faults: inout FaultList) -> Set<String>? {
        let stages = entry.list("a list of stages is allowed", &faults) { element, faults in
            let stage = element.label(&faults)
            if let stage { faults.refer(to: .stage, stage, at: element.place) }
            return stage
        }
        return entry.distinct(stages, &faults).map { Set($0) }
    }

    /// Whether one promise replaces the other, itself or through those that it replaces.
    private static func leads(
        from start: Name<Promise>,
        to goal: Name<Promise>,
        _ promises: [Name<Promise>: Promise]
    ) -> Bool {
        var seen: Set<Name<Promise>> = []
        var next = [start]
        while let name = next.popLast() {
            if name == goal { return true }
            if seen.insert(name).inserted { next += promises[name]?.replaces ?? [] }
        }
        return false
    }
}

/// Reads `warn`.
enum WarningReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> [WarningLead]? {
        let leads = entry.list("a list of warnings, such as [50%, 75%, 30m], is allowed", &faults, lead)
        return entry.distinct(leads, &faults)
    }

    private static func lead(_ entry: Entry, _ faults: inout FaultList) -> WarningLead? {
        let expectation = "a share of the target from 1% to 99%, or a time before the breach such as 30m, is allowed"
        guard let text = entry.text(expectation, &faults, where: { _ in true }) else { return nil }
        if let share = ShareText.share(text), (0.01...0.99).contains(share) { return .share(share) }
        if let before = DurationText.duration(text), before > .zero { return .before(before) }
        faults.add(expectation, at: entry.place)
        return nil
    }
}
