import Figures
import Policy

extension Report {
    /// A report with sample figures, for those who write its template.
    static var sample: Report? {
        guard let period = ReportPeriod("2026-W11", as: .weekly) else { return nil }
        let figure = Figure.share("A7", 391, of: 412)
        let target = FigureText.spoken(KPITarget(.above, 0.9), .share)
        let name = KPI.a7.title
        return Report(
            period: period,
            zone: "Africa/Johannesburg",
            figures: [.count("messages.received", 1204), .count("messages.sent", 1151), figure],
            tables: [
                ReportTable(
                    "kpis",
                    "Targets",
                    columns: [
                        .text("id", "KPI"), .text("name", "What"), .text("target", "Target"),
                        .number("value", "Value", .share), .text("verdict", "Verdict"),
                    ],
                    rows: [
                        [
                            .text(KPI.a7.rawValue), .text(name), .text(target), .init(figure.value),
                            .text(Verdict.met.rawValue),
                        ]
                    ]
                ),
                ReportTable(
                    "messages.by_category",
                    "Messages by category",
                    columns: [
                        .text("category", "Category"), .number("received", "Received"), .number("sent", "Sent"),
                    ],
                    rows: [
                        [.text("payments"), .count(321), .count(298)], [.text("general"), .count(883), .count(853)],
                    ]
                ),
            ],
            insights: [
                Insight(
                    .strength,
                    rule: "kpi.\(KPI.a7.rawValue)",
                    ReportWords.english.text(of: .kept(name: name, figure, target: target)),
                    evidence: [figure]
                )
            ]
        )
    }
}
