package import Figures

extension FigureStore {
    /// Tables of the report about a period, of the figures as they are now: nothing is read but what they tell.
    package func tables(
        _ ids: [String],
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> [ReportTable] {
        let facts = try await facts(period, filter, .of(tables: ids))
        let former = PeriodFacts(period: period.previous)
        var material = ReportMaterial(period: period, document: document, facts: facts, former: former)
        if !Set(ids).isDisjoint(with: ["admins", "recognition", "training"]) {
            let parts = FigureNeeds.of(ReportMaterial.partIDs)
            material.byAdmin = try await self.facts(period, by: .admin, filter, parts)
        }
        if ids.contains("themes") || ids.contains("gaming") && period.kind == .weekly {
            try await readTexts(of: period, filter, into: &material)
        }
        return ids.flatMap { material.tables(under: $0) }
    }
}

extension ReportMaterial {
    /// The tables that have an id or stand under it, as far as the report of such a period has them.
    func tables(under id: String) -> [ReportTable] {
        let isPublished = period.kind == .biweekly
        switch id {
        case "bottlenecks": return [bottleneckTable]
        case "promises": return [promiseTable]
        case "escalations": return [escalationTable]
        case "factors": return [factorTable]
        case "themes": return isPublished ? [] : themeTables
        case "kinds": return [kindTable]
        case "outcomes": return [outcomeTable]
        case "stages": return [stageTable]
        case "causes": return [causeTable]
        case "communication": return [communicationTable]
        case "notices": return [noticeTable]
        case "admins": return isPublished ? [] : [adminTable]
        case "recognition": return isPublished || period.kind == .weekly ? [] : [recognitionTable]
        case "training": return isPublished || period.kind == .weekly ? [] : [trainingTable]
        case "gaming": return period.kind == .weekly ? [gamingTable] : []
        default: return []
        }
    }
}

extension FigureNeeds {
    /// What the tables of those ids need beside what is told by parts.
    static func of(tables ids: [String]) -> FigureNeeds {
        ids.reduce(into: FigureNeeds()) { $0.addTable($1) }
    }

    private mutating func addTable(_ id: String) {
        switch id {
        case "bottlenecks":
            measures.formUnion([.resolution, .requesterWait, .agentWork, .department, .firstResponse, .nextResponse])
        case "promises": addLabelled([.kept, .broken])
        case "escalations": addLabelled([.escalatedTier, .escalatedDepartment, .escalatedByLadder])
        case "factors": measures.formUnion([.ease, .speed, .helpfulness, .clarity])
        case "kinds":
            addLabelled([.opened, .resolved, .reopened, .resolution, .outcome], buckets: [.resolution])
            standing.insert(.open)
            previous.insert(.opened)
        case "outcomes": addLabelled([.outcome])
        case "stages": addLabelled([.stage, .moderation, .department], buckets: [.stage, .moderation, .department])
        case "causes": addLabelled([.cause])
        case "communication": for figure in ReportMaterial.communicationIDs { add(figure) }
        case "notices": addLabelled([.notice, .noticeDelay], buckets: [.noticeDelay])
        case "admins": hasOthers = true
        default: break
        }
    }

    private mutating func addLabelled(_ some: Set<Measure>, buckets parts: Set<Measure> = []) {
        measures.formUnion(some)
        buckets.formUnion(parts)
        hasLabels = true
    }
}
