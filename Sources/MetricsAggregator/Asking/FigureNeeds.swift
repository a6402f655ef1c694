import Policy

/// What must be read so that some figures can be worked out: nothing more of it costs time.
struct FigureNeeds: Sendable, Equatable {
    /// What happened in the period.
    var measures: Set<Measure> = []
    /// Of those, the ones whose buckets matter; of others the number and the sum do.
    var buckets: Set<Measure> = []
    /// What stands at the period's end.
    var standing: Set<Measure> = []
    /// Whether labels are told apart.
    var hasLabels = false
    /// Whether what is not counted in cells is wanted.
    var hasOthers = false
    /// Whether the users who wrote are counted, each once, which takes longer than all the rest.
    var hasWriters = false
    /// What happened in the period before that is wanted too, without its buckets.
    var previous: Set<Measure> = []

    /// What the figures of a whole report need, with what its KPIs need of the period before it if need be.
    static func all(withPrevious: Bool, withWriters: Bool = true) -> FigureNeeds {
        FigureNeeds(
            measures: Set(PeriodFacts.measures),
            buckets: Set(PeriodFacts.measures),
            standing: Set(PeriodFacts.standingMeasures),
            hasLabels: true,
            hasOthers: true,
            hasWriters: withWriters,
            previous: withPrevious ? FigureNeeds.of(KPI.allCases.map(\.rawValue)).previous : []
        )
    }

    /// What the figures of those ids need.
    static func of(_ ids: [String]) -> FigureNeeds { ids.reduce(into: FigureNeeds()) { $0.add($1) } }

    /// What any of them needs.
    static func union(_ all: some Sequence<FigureNeeds>) -> FigureNeeds {
        all.reduce(into: FigureNeeds()) { union, one in
            union.measures.formUnion(one.measures)
            union.buckets.formUnion(one.buckets)
            union.standing.formUnion(one.standing)
            union.previous.formUnion(one.previous)
            union.hasLabels = union.hasLabels || one.hasLabels
            union.hasOthers = union.hasOthers || one.hasOthers
            union.hasWriters = union.hasWriters || one.hasWriters
        }
    }

    mutating func add(_ id: String) {
        if let kpi = KPI(rawValue: id) { return add(kpi) }
        switch id.prefix(while: { $0 != "." }) {
        case "response", "resolution": addTimes(id)
        case "satisfaction": addSatisfaction(id)
        default: addOthers(id)
        }
    }

    private mutating func add(_ kpi: KPI) {
        switch kpi {
        case .a1, .a2:
            measures.formUnion([.resolved, .resolvedEscalated])
            standing.insert(.openEscalated)
        case .a3: measures.insert(.workingResponse)
        case .a4:
            // A percentile, and how many have waited for more than two days.
            addTimes("response.p90")
            standing.insert(.late)
        case .a5: measures.formUnion([.firstResponse, .nextResponse])
        case .a6: measures.insert(.resolution)
        case .a7:
            measures.insert(.resolution)
            buckets.insert(.resolution)
        case .a8:
            measures.insert(.resolution)
            previous.insert(.resolution)
        case .a9: measures.formUnion([.resolved, .onFirstResponse])
        case .a10: addSatisfaction("satisfaction.rate")
        case .a11: measures.insert(.stars)
        case .a12, .a14, .a16: hasOthers = true
        case .a13:
            measures.insert(.moderation)
            buckets.insert(.moderation)
            standing.insert(.lateFlags)
        case .a15: measures.formUnion([.received, .sent])
        }
    }

    private mutating func addTimes(_ id: String) {
        let own: Set<Measure> =
            switch id {
            case "response.first.working": [.workingResponse]
            case _ where id.hasPrefix("response.first."): [.firstResponse]
            case _ where id.hasPrefix("response."): [.firstResponse, .nextResponse]
            default: [.resolution]
            }
        measures.formUnion(own)
        if !id.hasSuffix(".mean") && !id.hasSuffix(".working") { buckets.formUnion(own) }
        if ["response.within_24h", "response.24_to_48h", "response.over_48h"].contains(id) { standing.insert(.late) }
    }

    private mutating func addSatisfaction(_ id: String) {
        switch id {
        case "satisfaction.positive": measures.insert(.positive)
        case "satisfaction.neutral": measures.insert(.neutral)
        case "satisfaction.negative": measures.insert(.negative)
        case "satisfaction.mean_stars": measures.insert(.stars)
        case "satisfaction.response_rate": measures.formUnion([.surveySent, .surveyAnswered])
        default: measures.formUnion([.positive, .neutral, .negative])
        }
    }

    private mutating func addOthers(_ id: String) {
        switch id {
        case "messages.received": measures.insert(.received)
        case "messages.bot": measures.insert(.bot)
        case "messages.courtesies": measures.insert(.courtesy)
        case "messages.undelivered": measures.insert(.undelivered)
        case "messages.sent": measures.insert(.sent)
        case "messages.per_admin_day":
            measures.insert(.sent)
            hasOthers = true
        case "templates.used", "templates.unedited":
            measures.insert(.sent)
            hasLabels = true
        case "promises.kept": measures.formUnion([.kept, .broken])
        case "notices.sent", "notices.delivered":
            measures.insert(.notice)
            hasLabels = true
        case "notices.delay.mean": measures.insert(.noticeDelay)
        case "notices.delay.median", "notices.delay.p90":
            measures.insert(.noticeDelay)
            buckets.insert(.noticeDelay)
        case "users.writing": (hasOthers, hasWriters) = (true, true)
        case "cases.unresolved": standing.insert(.open)
        default: if let measure = CaseLens.counted[id] { measures.insert(measure) }
        }
    }
}
