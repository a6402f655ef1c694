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
                "\(status.name): \(status.figure.text) keeps the target of \(status.targetText).",
                evidence: [status.figure]
            )
        } + gains
    }

    /// What has become clearly better since the period before.
    private var gains: [Insight] {
        let rules: [(String, String)] = [
            ("response.mean", "Answers have become quicker"), ("resolution.mean", "Cases are resolved sooner"),
        ]
        return rules.compactMap { id, text in
            guard let now = material.book.figure(id), let before = material.formerBook.figure(id),
                now.n >= minimum, before.n >= minimum, let value = now.value, let earlier = before.value,
                earlier > 0, value <= 0.9 * earlier
            else { return nil }
            return Insight(
                .strength,
                rule: "gain.\(id)",
                "\(text): \(now.text) after \(before.text).",
                evidence: [now, before]
            )
        }
    }

    private var improvements: [Insight] {
        statuses.filter { $0.verdict == .missed }.map { status in
            Insight(
                .improve,
                rule: "kpi.\(status.kpi.rawValue)",
                "\(status.name): \(status.figure.text) misses the target of \(status.targetText).",
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
                "Users who write about \(row) wait \(own.text), all users \(all.text).",
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
        let figure = Figure("bottlenecks.\(name)", .share, share, n: material.facts.sums.n(.resolution))
        return [
            Insight(
                .improve,
                rule: "bottleneck",
                "\(figure.text) of all time to resolution is spent \(name).",
                evidence: [figure]
            )
        ]
    }

    private func plan(for rules: [String]) -> [Insight] {
        rules.map { rule in
            Insight(.action, rule: rule, Self.step(for: rule), evidence: evidence(of: rule))
        }
    }

    /// What the last plan was about, and whether it has become better.
    private var followUp: [Insight] {
        former.filter { $0.verdict == .missed }.compactMap { before in
            guard let now = statuses.first(where: { $0.kpi == before.kpi }), let value = now.figure.value,
                let earlier = before.figure.value
            else { return nil }
            let isHigherBetter = KPIDefinition(of: now.kpi).direction == .higher
            let isBetter = isHigherBetter ? value > earlier : value < earlier
            let word = now.verdict == .met ? "reached" : value == earlier ? "unchanged" : isBetter ? "better" : "worse"
            return Insight(
                .followUp,
                rule: "kpi.\(now.kpi.rawValue)",
                "\(now.name), on the last plan: \(word), \(now.figure.text) after \(before.figure.text).",
                evidence: [now.figure, before.figure]
            )
        }
    }

    private func evidence(of rule: String) -> [Figure] {
        improvements.first { $0.rule == rule }?.evidence ?? []
    }

    private var minimum: Int { material.document.report.minimumN }

    private static func step(for rule: String) -> String {
        switch rule {
        case "kpi.A1", "kpi.A2":
            "Go through the reasons for escalations to departments, and give the first line the knowledge and the rights "
                + "for the most frequent one."
        case "kpi.A3": "Look at the hours in which first replies come late, and move shifts there."
        case "kpi.A4", "kpi.A5": "Have each team clear what has waited longest at the start of each shift."
        case "kpi.A6", "kpi.A7", "kpi.A8":
            "Take the kinds of cases with the longest time to resolution, and remove the stage in which they stand longest."
        case "kpi.A10", "kpi.A11": "Read the comments of low ratings, and train for the theme that comes most often."
        case "kpi.A12": "Have the most frequent malfunction mended first, and tell its reporters."
        case "kpi.A13": "Have somebody decide flags in every shift, weekends included."
        case "kpi.A14": "Look at what is flagged again, and block its authors."
        case "kpi.A16": "Fill the hours of the live chat in which nobody was online."
        case "bottleneck": "Agree with whoever the cases wait for on a time within which they answer."
        default: "Write articles and templates for it, and put more admins with its skill on shift."
        }
    }
}

extension KPIStatus {
    fileprivate var targetText: String {
        target.map { FigureText.spoken($0, figure.unit) } ?? ""
    }
}
