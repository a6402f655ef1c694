/// Reads `knowledge`.
enum KnowledgeReader {
    static func read(_ entry: Entry, _ answered: AnsweredCases, _ faults: inout FaultList) -> KnowledgePolicy? {
        guard var members = Members(entry, like: "{ folder: knowledge, confidence: 85% }", &faults) else { return nil }
        var knowledge = KnowledgePolicy()
        members.read("folder", into: &knowledge.folder, &faults) { entry, faults in
            let folder = entry.text("the name of a folder beside this file is allowed, such as knowledge", &faults) {
                NameShape.accepts($0)
            }
            if let folder { faults.name(file: folder, at: entry.place) }
            return folder
        }
        members.read("confidence", into: &knowledge.confidence, &faults) { $0.share(&$1) }
        members.read("suggestion", into: &knowledge.suggestion, &faults) { $0.share(&$1) }
        knowledge.condition = ConditionReader.read(&members, [.categories, .channels, .languages], &faults)
        members.read("answers_per_case", into: &knowledge.answersPerCase, &faults) { $0.integer(in: 0...10, &$1) }
        let silence = members.take("solved_after")
        if let time = silence?.duration(in: .hours(1) ... .days(90), &faults) { knowledge.solvedAfter = time }
        members.read("template", into: &knowledge.template, &faults) { $0.reference(&$1) }
        members.close(&faults)
        if knowledge.suggestion > knowledge.confidence {
            faults.add("`suggestion` is at most `confidence`: what is sent is worth suggesting too", at: entry.place)
        }
        if let objection = answered.objection(to: knowledge) {
            faults.object(objection, at: silence?.place ?? entry.place)
        }
        return knowledge
    }
}
