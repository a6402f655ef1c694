import Contract
import Figures
import Policy

/// Which records count for a figure, and how.
struct CaseLens {
    /// Whether what a cell counts is a part of the share.
    typealias Judge = @Sendable (CellKey) -> Bool?

    /// Whose records they are: `case/`, `clock/` or `survey/`.
    let prefix: String
    /// What happened in the period.
    let flow: Set<Measure>
    /// What stands at its end.
    var standing: Set<Measure> = []
    /// Of the cells of the flow, those that count at all.
    var isCounted: @Sendable (CellKey) -> Bool = { _ in true }
    /// The measure that stands beside the flow in the same hour of a record where it is a part of the share.
    var part: Measure?
    /// Whether having that part makes it count, or not having it.
    var partCounts = true
    var judge: Judge?
    /// Whether a case counts for the share if it is of a flag that recurs.
    var marksRecurring = false
    /// Whether what stands at the end counts.
    var standingCounts: Bool?
    /// Whether those that count are the ones that speak against the target.
    var isAgainst = false

    /// Whether a case by itself counts for a share or does not; of a mean or a number none does.
    var judgesEach: Bool { judge != nil || part != nil || marksRecurring }

    /// The lens of a figure; nil for one that no case stands behind.
    init?(_ figure: String, _ terms: [KPI: KPITerms]) {
        let lens =
            Self.ofCases(figure) ?? Self.ofMessages(figure) ?? Self.ofTimes(figure, terms) ?? Self.ofSurveys(figure)
        guard let lens else { return nil }
        self = lens
    }

    private init(_ prefix: String, _ flow: Set<Measure>) {
        self.prefix = prefix
        self.flow = flow
    }

    private func with(_ change: (inout CaseLens) -> Void) -> CaseLens {
        var lens = self
        change(&lens)
        return lens
    }

    private static func ofCases(_ figure: String) -> CaseLens? {
        switch figure {
        case "A1", "A2":
            return CaseLens("case/", [.resolved]).with {
                $0.standing = [.openEscalated]
                $0.part = .resolvedEscalated
                $0.partCounts = figure == "A2"
                $0.standingCounts = figure == "A2"
                $0.isAgainst = figure == "A2"
            }
        case "A9": return CaseLens("case/", [.resolved]).with { $0.part = .onFirstResponse }
        case "A12": return CaseLens("case/", [.opened]).with { $0.isCounted = { $0.label == "platform_issue" } }
        case "A14":
            return CaseLens("case/", [.outcome]).with {
                $0.isCounted = { $0.label.hasPrefix("flag/upheld/") }
                $0.marksRecurring = true
                $0.isAgainst = true
            }
        case "cases.unresolved": return CaseLens("case/", []).with { $0.standing = [.open] }
        default: return counted[figure].map { CaseLens("case/", [$0]) }
        }
    }

    /// The figures that count cases, each by one measure.
    static let counted: [String: Measure] = [
        "cases.opened": .opened, "cases.resolved": .resolved, "cases.reopened": .reopened,
        "cases.escalated.tier": .escalatedTier, "cases.escalated.department": .escalatedDepartment,
        "cases.escalated.sla": .escalatedByLadder,
        "cases.on_first_response": .onFirstResponse, "cases.without_human_reply": .withoutHumanReply,
        "cases.spam": .spam, "cases.merged": .merged, "cases.auto_answered": .autoAnswered,
        "cases.solved_by_article": .solvedByArticle, "cases.silent": .silent,
    ]

    private static func ofMessages(_ figure: String) -> CaseLens? {
        switch figure {
        case "A15": CaseLens("case/", [.received, .sent])
        case "messages.received", "users.writing": CaseLens("case/", [.received])
        case "messages.sent", "messages.per_admin_day": CaseLens("case/", [.sent])
        case "messages.bot": CaseLens("case/", [.bot])
        case "messages.courtesies": CaseLens("case/", [.courtesy])
        case "messages.undelivered": CaseLens("case/", [.undelivered])
        case "templates.used": CaseLens("case/", [.sent]).with { $0.judge = { !$0.label.isEmpty } }
        case "templates.unedited": CaseLens("case/", [.sent]).with { $0.judge = { $0.label == "template" } }
        default: nil
        }
    }

    private static func ofTimes(_ figure: String, _ terms: [KPI: KPITerms]) -> CaseLens? {
        func edge(_ kpi: KPI?, _ usual: Int64) -> Int16 {
            let limit = kpi.flatMap { terms[$0]?.within?.wholeMicroseconds } ?? usual * 1_000_000
            return Int16(clamping: DurationBuckets.bucket(of: limit))
        }
        let responses = CaseLens("clock/", [.firstResponse, .nextResponse])
        let day = edge(figure == "A4" ? .a4 : nil, 86_400)
        let twoDays = edge(nil, 172_800)
        switch figure {
        case "A3", "response.first.working": return CaseLens("clock/", [.workingResponse])
        case "A4", "response.within_24h", "response.24_to_48h", "response.over_48h":
            return responses.with {
                $0.standing = [.late]
                $0.standingCounts = figure == "response.over_48h"
                $0.isAgainst = figure.hasSuffix("48h")
                $0.judge =
                    switch figure {
                    case "response.24_to_48h": { $0.bucket > day && $0.bucket <= twoDays }
                    case "response.over_48h": { $0.bucket > twoDays }
                    default: { $0.bucket <= day }
                    }
            }
        case "A5", "response.mean", "response.median", "response.p90": return responses
        case "response.first.mean", "response.first.median", "response.first.p90":
            return CaseLens("clock/", [.firstResponse])
        case "A6", "A8", "resolution.mean", "resolution.median", "resolution.p90":
            return CaseLens("case/", [.resolution])
        case "A7", "resolution.within_24h":
            let limit = edge(figure == "A7" ? .a7 : nil, 86_400)
            return CaseLens("case/", [.resolution]).with { $0.judge = { $0.bucket <= limit } }
        case "A13":
            let limit = edge(.a13, 43_200)
            return CaseLens("clock/", [.moderation]).with {
                $0.standing = [.lateFlags]
                $0.standingCounts = false
                $0.judge = { $0.bucket <= limit }
            }
        case "promises.kept": return CaseLens("clock/", [.kept, .broken]).with { $0.judge = { $0.measure == .kept } }
        default: return nil
        }
    }

    private static func ofSurveys(_ figure: String) -> CaseLens? {
        switch figure {
        case "A11", "satisfaction.mean_stars", "satisfaction.wilson_lower": CaseLens("survey/", [.stars])
        case "A10", "satisfaction.rate":
            CaseLens("survey/", [.stars]).with { $0.judge = { $0.label == "4" || $0.label == "5" } }
        case "satisfaction.positive": CaseLens("survey/", [.positive])
        case "satisfaction.neutral": CaseLens("survey/", [.neutral])
        case "satisfaction.negative": CaseLens("survey/", [.negative])
        case "satisfaction.response_rate": CaseLens("survey/", [.surveySent]).with { $0.part = .surveyAnswered }
        default: nil
        }
    }
}
