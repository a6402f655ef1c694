import Figures
import Policy

extension ReportMaterial {
    func kpiTable(_ statuses: [KPIStatus]) -> ReportTable {
        ReportTable(
            "kpis",
            "Targets",
            columns: [
                .text("id", "KPI"), .text("name", "What"), .text("unit", "Unit"), .text("target", "Target"),
                .byRow("value", "Value"), .number("numerator", "Of these"), .number("denominator", "Of all"),
                .number("n", "Number"), .text("verdict", "Verdict"), .number("burn_rate", "Burn rate"),
            ],
            rows: statuses.map { status in
                [
                    .text(status.kpi.rawValue), .text(status.name), .text(status.figure.unit.rawValue),
                    .text(status.target.map { FigureText.spoken($0, status.figure.unit) } ?? "reported"),
                    .init(status.figure.value), .init(status.figure.numerator),
                    .init(status.figure.denominator), .count(status.figure.n), .text(status.verdict.rawValue),
                    .init(status.budget?.burnRate),
                ]
            }
        )
    }

    /// Messages by the rows of the reports, with the growth against the period before.
    var categoryTable: ReportTable {
        let before = Dictionary(rows(byCategoryBefore).map { ($0.row, $0.facts.sums) }) { first, _ in first }
        let now = Dictionary(rows(byCategory).map { ($0.row, $0.facts.sums) }) { first, _ in first }
        return ReportTable(
            "messages.by_category",
            "Messages by category",
            columns: [
                .text("category", "Category"), .number("received", "Received"), .number("sent", "Sent"),
                .number("bot", "By bots"), .number("cases", "Cases opened"),
                .number("received_before", "Received before"), .number("growth", "Growth", .change),
            ],
            rows: Set(now.keys).union(before.keys).sorted().compactMap { row in
                let (sums, former) = (now[row] ?? Sums(), before[row] ?? Sums())
                let counts = [sums.n(.received), sums.n(.sent), sums.n(.bot), sums.n(.opened)]
                if counts == [0, 0, 0, 0], former.n(.received) == 0 { return nil }
                return [.text(row)] + counts.map { .count($0) } + [
                    .count(former.n(.received)), .init(Self.growth(sums.n(.received), former.n(.received))),
                ]
            }
        )
    }

    /// The four quarters of the year side by side.
    var quarterTables: [ReportTable] {
        let parts = quarters.map { quarter in
            Dictionary(rows(quarter.byCategory).map { ($0.row, $0.facts.sums) }) { first, _ in first }
        }
        let names = parts.reduce(into: Set<String>()) { $0.formUnion($1.keys) }.sorted()
        let place = quarters.firstIndex { $0.name == period.description } ?? 0
        let before = Dictionary(rows(byCategoryBefore).map { ($0.row, $0.facts.sums) }) { first, _ in first }
        return [(Measure.received, "received", "Messages received"), (.sent, "sent", "Messages sent")].map {
            measure,
            id,
            title in
            let rows: [[ReportTable.Cell]] = names.compactMap { name in
                let counts = parts.map { ($0[name] ?? Sums()).n(measure) }
                guard counts.contains(where: { $0 > 0 }) else { return nil }
                let former = place > 0 ? counts[place - 1] : (before[name] ?? Sums()).n(measure)
                return [.text(name)] + counts.map { .count($0) } + [.init(Self.growth(counts[place], former))]
            }
            return ReportTable(
                "quarters.\(id)",
                "\(title) by category, quarter by quarter",
                columns: [.text("category", "Category")]
                    + quarters.map { .number($0.name, String($0.name.suffix(2))) }
                    + [.number("growth", "Growth", .change)],
                rows: rows + [total(of: rows, place: place, measure)]
            )
        }
    }

    private func total(of rows: [[ReportTable.Cell]], place: Int, _ measure: Measure) -> [ReportTable.Cell] {
        let counts = quarters.indices.map { index in
            rows.reduce(0) { $0 + Int($1[index + 1].number ?? 0) }
        }
        let former = place > 0 ? counts[place - 1] : facts.before.n(measure)
        return [.text("total")] + counts.map { .count($0) }
            + [.init(Self.growth(counts.indices.contains(place) ? counts[place] : 0, former))]
    }

    /// How much more it is than before; nil where there was nothing.
    static func growth(_ now: Int, _ before: Int) -> Double? {
        before > 0 ? Double(now) / Double(before) - 1 : nil
    }
}
