extension CaseRecord {
    /// What the record holds that a publisher chose, and that may name a person.
    var texts: Set<String> {
        var texts: Set = [item]
        for cycle in cycles {
            texts.formUnion(cycle.escalations.map(\.reason))
            if let end = cycle.end { texts.formUnion([end.reason, end.cause]) }
        }
        return texts
    }

    /// The same record with other texts: what an erasure has left of each.
    func replacingTexts(_ left: (String) -> String) -> CaseRecord {
        var record = self
        record.item = Self.item(of: left(item))
        for cycle in cycles.indices {
            for place in cycles[cycle].escalations.indices {
                record.cycles[cycle].escalations[place].reason =
                    Code.label(of: left(cycles[cycle].escalations[place].reason))
            }
            guard let end = cycles[cycle].end else { continue }
            record.cycles[cycle].end?.reason = Code.label(of: left(end.reason))
            record.cycles[cycle].end?.cause = Code.label(of: left(end.cause))
        }
        return record
    }

    /// What a flag is about, by its subject; nothing where an erasure has left a mark alone, which many may have.
    static func item(of subject: String) -> String { subject == "[erased]" ? "" : subject }
}
