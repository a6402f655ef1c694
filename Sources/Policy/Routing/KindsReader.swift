/// Reads what `routing.kinds` says of one kind.
enum KindsReader {
    static func terms(_ kind: CaseKind, _ entry: Entry, _ faults: inout FaultList) -> KindTerms? {
        guard var members = Members(entry, like: "{ reasons: { blurred: { next_steps: Take another } } }", &faults)
        else {
            faults.giveUp(.stage)
            return nil
        }
        var terms = KindTerms()
        members.read("team", into: &terms.team, &faults) { $0.reference(&$1) }
        members.read("stages", into: &terms.stages, &faults) { $0.named(&$1, stage) }
        if let reasons = members.take("reasons")?.named(&faults, { reason(kind, $0, $1, &$2) }) {
            terms.reasons = Dictionary(reasons.map { ($0.name, $0) }) { $1 }
        }
        members.read("only_listed_reasons", into: &terms.onlyListedReasons, &faults) { $0.boolean(&$1) }
        members.read("appeal", into: &terms.appeal, &faults) { $0.title(&$1) }
        members.close(&faults)
        if terms.onlyListedReasons, terms.reasons.isEmpty, !kind.outcomesWithReason.isEmpty {
            let outcomes = WordList.all(kind.outcomesWithReason)
            faults.add("without a reason, \(outcomes) impossible", at: entry.place)
        }
        return terms
    }

    private static func stage(_ name: String, _ entry: Entry, _ faults: inout FaultList) -> KindTerms.Stage? {
        faults.declare(.stage, name, at: entry.place)
        guard var members = Members(entry, like: "{ title: Evidence, respond_within: 3d }", &faults) else { return nil }
        var stage = KindTerms.Stage(name: name)
        members.read("title", into: &stage.title, &faults) { $0.title(&$1) }
        members.read("respond_within", into: &stage.respondWithin, &faults) {
            $0.duration(in: .hours(1) ... .days(90), &$1)
        }
        members.close(&faults)
        return stage
    }

    private static func reason(
        _ kind: CaseKind,
        _ name: String,
        _ entry: Entry,
        _ faults: inout FaultList
    ) -> ReasonCode? {
        guard var members = Members(entry, like: "{ title: The photo is blurred }", &faults) else { return nil }
        var reason = ReasonCode(name: Name(name))
        members.read("title", into: &reason.title, &faults) { $0.title(&$1) }
        members.read("outcomes", into: &reason.outcomes, &faults) { entry, faults in
            let words = kind.outcomes.isEmpty ? "no outcome" : WordList.one(of: kind.outcomes)
            let expectation = "\(words) is allowed for \(kind.rawValue)"
            let outcomes = entry.list("a list of outcomes is allowed", &faults) { element, faults in
                element.text(expectation, &faults, where: kind.outcomes.contains)
            }
            return outcomes.map { Set($0) }
        }
        members.read("next_steps", into: &reason.nextSteps, &faults) { $0.title(&$1) }
        members.read("appeal", into: &reason.appeal, &faults) { $0.title(&$1) }
        members.close(&faults)
        let wanting = kind.outcomesWithSteps.filter { reason.outcomes.isEmpty || reason.outcomes.contains($0) }
        if !wanting.isEmpty, reason.nextSteps.isEmpty {
            let outcomes = WordList.one(of: wanting)
            faults.add("`next_steps` is needed: the user is told how to put right what is \(outcomes)", at: entry.place)
        }
        return reason
    }
}
