import Figures
import Policy

extension ReportMaterial {
    /// What became of verifications, suspensions, refunds and all other kinds of cases.
    var marketplaceTables: [ReportTable] { [kindTable, outcomeTable, stageTable, causeTable] }

    var kindTable: ReportTable {
        let (sums, before) = (facts.sums, facts.before)
        return ReportTable(
            "kinds",
            "Cases by kind",
            columns: [
                .text("kind", "Kind"), .number("opened", "Opened"), .number("opened_before", "Opened before"),
                .number("resolved", "Resolved"), .number("pending", "Open at the end"),
                .number("mean", "Mean time to resolution", .seconds),
                .number("median", "Median", .seconds), .number("p90", "90th percentile", .seconds),
                .number("within_24h", "Within 24 h", .share), .number("reopened", "Reopened"),
                .number("against", "Reversed or refused", .share),
            ],
            rows: CaseKind.allCases.map(\.rawValue).compactMap { kind in
                let counts = [sums.n(.opened, kind), before.n(.opened, kind), sums.n(.resolved, kind)]
                let pending = facts.standing.n(.open, kind)
                guard counts != [0, 0, 0] || pending != 0 else { return nil }
                let times = sums.labels(.resolution).first { $0.label == kind }?.total ?? Histogram()
                return [
                    .text(kind), .count(counts[0]), .count(counts[1]), .count(counts[2]), .count(pending),
                    .init(times.mean), .init(times.percentile(0.5)), .init(times.percentile(0.9)),
                    .init(Figure.share("", times.count(within: .seconds(86_400)), of: times.n).value),
                    .count(sums.n(.reopened, kind)), .init(against(kind)),
                ]
            }
        )
    }

    /// The share of a kind's outcomes that say no to the user, or of appeals that say yes.
    private func against(_ kind: String) -> Double? {
        let words: Set<String> =
            kind == "appeal"
            ? ["overturned"] : ["rejected", "refused", "failed", "suspended", "revise", "more_documents", "dismissed"]
        var (part, whole) = (0, 0)
        for (label, total) in facts.sums.labels(.outcome) {
            let parts = label.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.first.map(String.init) == kind, parts.count > 1 else { continue }
            whole += total.n
            if words.contains(String(parts[1])) { part += total.n }
        }
        return whole > 0 ? Double(part) / Double(whole) : nil
    }

    var outcomeTable: ReportTable {
        ReportTable(
            "outcomes",
            "Outcomes and their reasons",
            columns: [
                .text("end", "End"), .text("kind", "Kind"), .text("outcome", "Outcome"), .text("reason", "Reason"),
                .number("n", "Number"),
            ],
            rows: facts.sums.labels(.outcome).map { label, total in
                let parts = label.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
                return [.text(label)] + (0..<3).map { .text($0 < parts.count ? parts[$0] : "") } + [.count(total.n)]
            }
        )
    }

    var stageTable: ReportTable {
        let stages = facts.sums.labels(.stage).map { ($0.label, $0.total) }
        let flags = facts.sums.total(.moderation)
        let legs = facts.sums.labels(.department).map { ("department/\($0.label)", $0.total) }
        let all = stages + (flags.n > 0 ? [("flag/decision", flags)] : []) + legs
        return ReportTable(
            "stages",
            "Time at each stage and with each department",
            columns: [
                .text("stage", "Stage"), .number("n", "Number"), .number("mean", "Mean", .seconds),
                .number("median", "Median", .seconds), .number("p90", "90th percentile", .seconds),
                .number("within_12h", "Within 12 h", .share),
            ],
            rows: all.map { label, times in
                [
                    .text(label), .count(times.n), .init(times.mean), .init(times.percentile(0.5)),
                    .init(times.percentile(0.9)),
                    .init(Figure.share("", times.count(within: .seconds(43_200)), of: times.n).value),
                ]
            }
        )
    }

    var causeTable: ReportTable {
        ReportTable(
            "causes",
            "Root causes",
            columns: [.text("cause", "Cause"), .number("n", "Number")],
            rows: facts.sums.labels(.cause).map { [.text($0.label), .count($0.total.n)] }
        )
    }
}
