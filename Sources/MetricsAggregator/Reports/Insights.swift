import Figures
import Policy

/// Reads insights out of the figures by rules; each names the figures behind it.
struct Insights {
    let material: ReportMaterial
    let statuses: [KPIStatus]
    let former: [KPIStatus]

    /// Strengths, areas to improve, the action plan, and what became of the last one.
    var all: [Insight] {
        let weak = improvements
        return strengths + weak + plan(for: weak.map(\.rule)) + followUp
    }

    private var strengths: [Insight] {
        statuses.filter { $0.verdict == .met }.map { status in
            Insight(
                .strength,
                rule: "kpi.\(status.kpi.rawValue)",
                Self.text(.kept(name: status.name, status.figure, target: status.targetText)),
                evidence: [status.figure]
            )
        } + gains
    }

    /// What has become clearly better since the period before.
    private var gains: [Insight] {
        ["response.mean", "resolution.mean"].compactMap { id in
            guard let now = material.book.figure(id), let before = material.formerBook.figure(id),
                now.n >= minimum, before.n >= minimum, let value = now.value, let earlier = before.value,
                earlier > 0, value <= 0.9 * earlier
            else { return nil }
            return Insight(
                .strength,
                rule: "gain.\(id)",
                Self.text(.gain(now: now, before: before)),
                evidence: [now, before]
            )
        }
    }

    private var improvements: [Insight] {
        statuses.filter { $0.verdict == .missed }.map { status in
            Insight(
                .improve,
                rule: "kpi.\(status.kpi.rawValue)",
                Self.text(.missed(name: status.name, status.figure, target: status.targetText)),
                evidence: [status.figure]
            )
        } + slowRows + bottleneck
    }

    /// Rows of the reports whose users wait half as long again as all do.
    private var slowRows: [Insight] {
        guard let all = material.book.figure("response.mean"), let mean = all.value, all.n >= minimum else { return [] }
        return material.rows(material.byCategory).compactMap { row, facts in
            guard let own = material.book(facts).figure("response.mean"), own.n >= minimum, let value = own.value,
                value >= 1.5 * mean
            else { return nil }
            return Insight(
                .improve,
                rule: "slow.\(row)",
                Self.text(.slow(row: row, own, all: all)),
                evidence: [own, all]
            )
        }
    }

    private var bottleneck: [Insight] {
        let table = material.bottleneckTable
        guard let worst = table.rows.prefix(3).max(by: { ($0[3].number ?? 0) < ($1[3].number ?? 0) }),
            case .text(let name) = worst[0], let share = worst[3].number, share >= 0.5,
            material.facts.sums.n(.resolution) >= minimum
        else { return [] }
        let figure = Figure(Finding.bottlenecks + name, .share, share, n: material.facts.sums.n(.resolution))
        return [
            Insight(
                .improve,
                rule: name == ReportMaterial.withUs ? "bottleneck.us" : "bottleneck",
                Self.text(.bottleneck(place: name, figure)),
                evidence: [figure]
            )
        ]
    }

    private func plan(for rules: [String]) -> [Insight] {
        rules.map { rule in
            Insight(.action, rule: rule, Self.text(.step(rule: rule)), evidence: evidence(of: rule))
        }
    }

    /// What the last plan was about, and whether it has become better.
    private var followUp: [Insight] {
        former.filter { $0.verdict == .missed }.compactMap { before in
            guard let now = statuses.first(where: { $0.kpi == before.kpi }), let value = now.figure.value,
                let earlier = before.figure.value
            else { return nil }
            let course = Finding.Course(of: now.kpi, from: earlier, to: value, isMet: now.verdict == .met)
            return Insight(
                .followUp,
                rule: "kpi.\(now.kpi.rawValue)",
                Self.text(.followUp(name: now.name, course, now: now.figure, before: before.figure)),
                evidence: [now.figure, before.figure]
            )
        }
    }

    private func evidence(of rule: String) -> [Figure] {
        improvements.first { $0.rule == rule }?.evidence ?? []
    }

    private static func text(_ finding: Finding) -> String { ReportWords.english.text(of: finding) }

    private var minimum: Int { material.document.report.minimumN }
}

extension KPIStatus {
    fileprivate var targetText: String {
        target.map { FigureText.spoken($0, figure.unit) } ?? ""
    }
}
