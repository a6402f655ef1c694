package import Policy

/// What an insight says, apart from the language in which it is said.
package enum Finding: Sendable, Hashable {
    /// What became of a step of the last plan.
    package enum Course: String, Sendable, Hashable {
        case reached, unchanged, better, worse

        /// The course of a KPI from the period before to this one.
        package init(of kpi: KPI, from before: Double, to now: Double, isMet: Bool) {
            let isHigherBetter = KPIDefinition(of: kpi).direction == .higher
            let isBetter = isHigherBetter ? now > before : now < before
            self = isMet ? .reached : now == before ? .unchanged : isBetter ? .better : .worse
        }
    }

    /// A KPI, by its name, keeps its target, as ``FigureText`` writes that.
    case kept(name: String, Figure, target: String)
    /// A KPI, by its name, misses its target.
    case missed(name: String, Figure, target: String)
    /// A figure has become clearly better.
    case gain(now: Figure, before: Figure)
    /// Users of a row of the reports wait much longer than all.
    case slow(row: String, Figure, all: Figure)
    /// Most of the time goes to one place.
    case bottleneck(place: String, Figure)
    /// What to do about what a rule has found.
    case step(rule: String)
    /// What became of the last plan for a KPI, by its name.
    case followUp(name: String, Course, now: Figure, before: Figure)

    /// Reads it out of an insight of a report; nil for one that this version does not know.
    package init?(_ insight: Insight, in report: Report) {
        let parts = insight.rule.split(separator: ".", maxSplits: 1).map(String.init)
        let status = Status(parts.last, in: report)
        switch (insight.kind, parts.first, insight.evidence.first, insight.evidence.dropFirst().first) {
        case (.action, _, _, _): self = .step(rule: insight.rule)
        case (.strength, "kpi", let figure?, _):
            guard let status else { return nil }
            self = .kept(name: status.name, figure, target: status.target)
        case (.improve, "kpi", let figure?, _):
            guard let status else { return nil }
            self = .missed(name: status.name, figure, target: status.target)
        case (.strength, "gain", let now?, let before?): self = .gain(now: now, before: before)
        case (.improve, "slow", let own?, let all?): self = .slow(row: parts.last ?? "", own, all: all)
        case (.improve, "bottleneck", let figure?, _):
            guard figure.id.hasPrefix(Self.bottlenecks) else { return nil }
            self = .bottleneck(place: String(figure.id.dropFirst(Self.bottlenecks.count)), figure)
        case (.followUp, "kpi", let now?, let before?):
            guard let status, let kpi = KPI(rawValue: parts.last ?? ""), let value = now.value,
                let earlier = before.value
            else { return nil }
            let course = Course(of: kpi, from: earlier, to: value, isMet: status.isMet)
            self = .followUp(name: status.name, course, now: now, before: before)
        default: return nil
        }
    }

    /// What the id of a bottleneck's figure begins with.
    package static let bottlenecks = "bottlenecks."

    /// A KPI as the table of targets shows it.
    private struct Status {
        let name: String
        let target: String
        let isMet: Bool

        init?(_ id: String?, in report: Report) {
            guard let id, let table = report.table("kpis"), let row = table.rows.first(where: { $0.first == .text(id) })
            else { return nil }
            var words: [String: String] = [:]
            for (column, cell) in zip(table.columns, row) {
                if case .text(let text) = cell { words[column.id] = text }
            }
            name = words["name"] ?? id
            target = words["target"] ?? ""
            isMet = words["verdict"] == Verdict.met.rawValue
        }
    }
}
