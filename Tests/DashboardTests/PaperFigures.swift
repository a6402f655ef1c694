import BusinessTime
import Contract
import Figures
import Policy

@testable import Dashboard

/// Figures that are made up by rule, the same each time, large enough to fill every page.
struct PaperFigures: FigureSource {
    /// Whether nothing has ever happened.
    var isEmpty = false
    /// The only stretch of time in which anything happened; nil where something always does.
    var busy: ReportPeriod?
    /// A word that stands in all data, to see that it is escaped everywhere.
    var oddity = "R&D <b>\"team\"</b>"

    static let noon = Instant(microseconds: 1_773_050_400_000_000)  // 2026-03-09 12:00 in Johannesburg

    func zone() async throws -> ReportZone {
        guard let zone = ReportZone("Africa/Johannesburg") else { throw MissingZone() }
        return zone
    }

    private struct MissingZone: Error {}

    private func figure(_ id: String, _ weight: Double = 1) -> Figure {
        let seed = Double(id.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 997 }) / 997
        let n = isEmpty ? 0 : max(1, Int((80 + 900 * seed) * weight))
        func value(_ value: Double) -> Double? { isEmpty ? nil : value }
        if let kpi = KPI(rawValue: id) {
            switch kpi.unit {
            case .share: return .share(id, Int(Double(n) * (0.9 + seed / 10)), of: n)
            case .duration: return Figure(id, .seconds, value(3000 + 9000 * seed), n: n)
            case .change: return Figure(id, .change, value(seed - 0.6), n: n)
            default: return id == "A11" ? Figure(id, .stars, value(4 + seed * 0.9), n: n) : .count(id, n)
            }
        }
        if id.contains("within") || id.contains("rate") || id.contains("wilson") || id.contains("48h") {
            return .share(id, Int(Double(n) * (0.5 + seed / 2)), of: n)
        }
        if id.contains("stars") { return Figure(id, .stars, value(4 + seed * 0.9), n: n) }
        if id.contains("mean") || id.contains("median") || id.contains("p90") {
            return Figure(id, .seconds, value((3000 + 90_000 * seed) * weight), n: n)
        }
        return .count(id, n)
    }

    /// The same of some days, of which there is nothing unless something happened.
    private func known(from first: LocalDate, to end: LocalDate) -> PaperFigures {
        var figures = self
        if let busy, end <= busy.first || busy.end <= first { figures.isEmpty = true }
        return figures
    }

    func summary(_ filter: FigureFilter) async throws -> Summary {
        let month = ReportPeriod(.monthly, containing: try await zone().date(at: Self.noon))
        return Summary(at: Self.noon, zone: "Africa/Johannesburg", kpis: statuses(month))
    }

    func statuses(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> [KPIStatus] { statuses(period) }

    private func statuses(_ period: ReportPeriod) -> [KPIStatus] {
        KPI.allCases.map { kpi -> KPIStatus in
            let known = known(from: period.first, to: period.end)
            let figure = known.figure(kpi.rawValue, 1 + Double(period.first.day % 5) / 10)
            let target: KPITarget? =
                switch kpi {
                case .a1, .a10: KPITarget(.atLeast, 0.95)
                case .a2, .a12: KPITarget(.atMost, 0.05)
                case .a3: KPITarget(.atMost, 3600)
                case .a5: KPITarget(.below, 10_800)
                case .a7: KPITarget(.atLeast, 0.92)
                case .a11: KPITarget(.atLeast, 4.5)
                default: nil
                }
            return KPIStatus(
                kpi: kpi,
                name: title(kpi),
                window: .month,
                period: period,
                figure: figure,
                target: target,
                verdict: Verdict(figure.value, against: target, n: figure.n, minimumN: 30),
                budget: target.flatMap { Budget(figure, recent: nil, daysLeft: 0, target: $0, marks: [0.5, 0.8, 1]) }
            )
        }
    }

    func titles() async throws -> [KPI: String] {
        Dictionary(uniqueKeysWithValues: KPI.allCases.map { ($0, title($0)) })
    }

    /// One is called otherwise than the registry has it, as a policy may.
    private func title(_ kpi: KPI) -> String { kpi == .a7 ? "Done in a day" : kpi.title }

    func check(_ filter: FigureFilter) async throws {
        let known = try await choices()
        for (dimension, value) in filter.list where known[dimension]?.contains(value) != true {
            throw UnknownValue(dimension, value, known: known[dimension] ?? [])
        }
    }

    func tables(_ ids: [String], _ period: ReportPeriod, _ filter: FigureFilter) async throws -> [ReportTable] {
        let all = try await report(period, filter).tables
        return ids.flatMap { id in all.filter { $0.id == id || $0.id.hasPrefix("\(id).") } }
    }

    func report(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> Report {
        let words = ["themes.complaints", "kinds", "escalations", "recognition"]
        let targets = ReportTable(
            "kpis",
            "Targets",
            columns: [
                .text("id", "KPI"), .text("name", "What"), .text("unit", "Unit"), .text("target", "Target"),
                .byRow("value", "Value"), .text("verdict", "Verdict"),
            ],
            rows: statuses(period).map { status in
                [
                    .text(status.kpi.rawValue), .text(status.name), .text(status.figure.unit.rawValue),
                    .text(status.target.map { FigureText.spoken($0, status.figure.unit) } ?? "reported"),
                    .init(status.figure.value), .text(status.verdict.rawValue),
                ]
            }
        )
        let tables =
            [targets]
            + words.map { word in
                ReportTable(
                    word,
                    "\(FigureNames.plain(word)) & more",
                    columns: [.text("name", "Name"), .number("n", "Count"), .number("mean", "Mean time", .seconds)],
                    rows: isEmpty
                        ? [] : ["not_visible", oddity, "late_refund"].map { [.text($0), .count(17), .number(5400)] }
                )
            }
        var report = Report(
            period: period,
            zone: "Africa/Johannesburg",
            filter: filter,
            figures: ["messages.received", "response.mean", "response.within_24h", "satisfaction.rate"].map {
                figure($0)
            },
            tables: tables,
            insights: isEmpty
                ? []
                : Insight.Kind.allCases.map {
                    Insight($0, rule: "rule", "What \(oddity) shows.", evidence: [figure("response.mean")])
                }
        )
        report.corrections = [.init(id: "messages.received", issued: 10, now: 11)]
        return report
    }

    func figures(_ ids: [String], _ period: ReportPeriod, _ filter: FigureFilter) async throws -> [Figure] {
        let known = known(from: period.first, to: period.end)
        return ids.map { known.figure($0, 1 + Double(period.first.day % 5) / 10) }
    }

    func breakdown(
        _ ids: [String],
        by dimension: Dimension,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> ReportTable {
        let names = isEmpty ? [] : try await choices()[dimension] ?? []
        let numbers = ids.map { ReportTable.Column.number($0, FigureNames.name($0), figure($0).unit) }
        let rows = names.enumerated().map { index, name -> [ReportTable.Cell] in
            let cells = ids.map { id -> ReportTable.Cell in
                index == 2 ? .empty : .init(figure(id, 1 / Double(index + 1)).value)
            }
            return [.text(name)] + cells
        }
        return ReportTable(
            "by_\(dimension.rawValue)",
            "By \(dimension.rawValue)",
            columns: [.text(dimension.rawValue, dimension.title)] + numbers,
            rows: rows
        )
    }

    func series(
        _ ids: [String],
        step: Series.Step,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> [Series] {
        let zone = try await zone()
        return ids.map { id in
            let points = (0..<period.days).map { day -> Series.Point in
                let date = LocalDate(day: period.first.day + day)
                let weight = 0.6 + Double((day * 7) % 5) / 10
                let known = known(from: date, to: LocalDate(day: date.day + 1))
                return Series.Point(label: "\(date)", start: zone.start(of: date), figure: known.figure(id, weight))
            }
            return Series(id: id, unit: figure(id).unit, points: points)
        }
    }

    func heatMap(_ id: String, _ period: ReportPeriod, _ filter: FigureFilter) async throws -> HeatMap {
        let counts = (0..<7).map { (day: Int) -> [Int] in
            (0..<24).map { (hour: Int) -> Int in
                let flow = isEmpty ? 0 : max(0, 40 - abs(hour - 11) * 5)
                return day < 5 ? flow * 3 : flow
            }
        }
        return HeatMap(id: id, counts: counts)
    }

    func cases(_ question: CaseQuestion) async throws -> CasePage {
        let count = isEmpty ? 0 : question.limit
        let rows = (0..<count).map { (index: Int) -> CasePage.Row in
            let counts: Bool? = index % 3 == 0 ? nil : index % 2 == 0
            return CasePage.Row(
                case: CaseID("u-\(index)/1"),
                conversation: "u-\(index)",
                kind: "conversation",
                at: Instant(microseconds: Self.noon.microseconds - Int64(index) * 3_600_000_000),
                team: oddity,
                channel: "web",
                category: index == 3 ? nil : "payment_issue",
                admin: "ann",
                value: Double(index) * 700,
                counts: counts
            )
        }
        return CasePage(rows: rows, next: isEmpty ? nil : "next & more")
    }

    func choices() async throws -> [Dimension: [String]] {
        [
            .team: ["first_line", "payments", oddity], .channel: ["web", "in_app", "email", "social"],
            .category: ["login_issue", "payment_issue", "listing_problem", "account_verification", oddity],
            .admin: (1...14).map { "admin-\($0)" },
        ]
    }

    func issuedReports() async throws -> [IssuedReport] {
        let month = ReportPeriod(.monthly, containing: LocalDate(day: 20_500))
        return isEmpty ? [] : [IssuedReport(period: month, issuedAt: Self.noon)]
    }
}

/// A pipeline in the state that a test asks for.
struct PaperHealth: HealthSource {
    var state = PipelineState(
        places: [
            .init(stage: "ingest", topic: "inbound", partitions: 16, owned: 16, owners: ["a:1/0"], lag: 0, oldest: nil),
            .init(
                stage: "router",
                topic: "commands",
                partitions: 16,
                owned: 15,
                owners: ["a:2/0", "b:7/1"],
                lag: 1234,
                oldest: Instant(microseconds: PaperFigures.noon.microseconds - 90_000_000)
            ),
        ],
        parked: [.init(name: "router", reason: "unknown <version>", count: 3, latest: PaperFigures.noon)],
        rejected: [.init(name: "web", reason: "missing_field (text)", count: 12, latest: PaperFigures.noon)]
    )

    func pipelineState() async throws -> PipelineState { state }
}
