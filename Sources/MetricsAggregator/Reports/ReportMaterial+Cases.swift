import Figures

extension ReportMaterial {
    /// First and later responses, those that have not come, and all of them: each column adds up.
    var responseTable: ReportTable {
        let (first, next, all) = (
            facts.sums.total(.firstResponse), facts.sums.total(.nextResponse), facts.sums.responses
        )
        let late = facts.standing.n(.late)
        return ReportTable(
            "response",
            "Response times",
            columns: [
                .text("response", "Response"), .number("n", "Number"), .number("mean", "Mean", .seconds),
                .number("median", "Median", .seconds), .number("p90", "90th percentile", .seconds),
                .number("within_1h", "Within 1 h"), .number("within_3h", "Within 3 h"),
                .number("within_24h", "Within 24 h"), .number("24_to_48h", "24 to 48 h"),
                .number("over_48h", "Over 48 h, open ones included"),
            ],
            rows: [
                ("first", first, 0), ("later", next, 0), ("still waiting", Histogram(), late), ("all", all, late),
            ].map { name, times, late in
                let within = [3600, 10_800, 86_400, 172_800].map { times.count(within: .seconds($0)) }
                return [
                    .text(name), .count(times.n), .init(times.mean), .init(times.percentile(0.5)),
                    .init(times.percentile(0.9)), .count(within[0]), .count(within[1]), .count(within[2]),
                    .count(within[3] - within[2]), .count(times.n - within[3] + late),
                ]
            }
        )
    }

    /// How well cases are resolved, now and before.
    var resolutionTable: ReportTable {
        let ids = [
            "cases.opened", "cases.resolved", "cases.on_first_response", "cases.without_human_reply", "cases.reopened",
            "cases.escalated.tier", "cases.escalated.department", "cases.unresolved", "resolution.mean",
            "resolution.median", "resolution.p90", "resolution.within_24h",
        ]
        return ReportTable(
            "resolution",
            "Resolution efficiency",
            columns: [
                .text("figure", "Figure"), .text("unit", "Unit"), .byRow("value", "Now"), .byRow("before", "Before"),
                .number("change", "Change", .change),
            ],
            rows: ids.compactMap { id in
                guard let now = book.figure(id), let before = formerBook.figure(id) else { return nil }
                let change = now.value.flatMap { value in
                    before.value.flatMap { $0 == 0 ? nil : value / $0 - 1 }
                }
                return [
                    .text(id), .text(now.unit.rawValue), .init(now.value), .init(before.value), .init(change),
                ]
            }
        )
    }

    /// The parts of the whole that a dimension names.
    func partsTable(_ id: String, _ title: String, _ parts: [String: PeriodFacts]) -> ReportTable {
        let shown: [(String, String, String, FigureUnit)] = [
            ("received", "Received", "messages.received", .count), ("sent", "Sent", "messages.sent", .count),
            ("opened", "Opened", "cases.opened", .count), ("resolved", "Resolved", "cases.resolved", .count),
            ("response_mean", "Mean response", "response.mean", .seconds),
            ("response_p90", "Response, 90th percentile", "response.p90", .seconds),
            ("response_within_24h", "Answered within 24 h", "response.within_24h", .share),
            ("resolution_mean", "Mean resolution", "resolution.mean", .seconds),
            ("resolution_within_24h", "Resolved within 24 h", "resolution.within_24h", .share),
            ("rated", "Ratings", "satisfaction.rate", .count), ("rate", "Satisfied", "satisfaction.rate", .share),
            ("stars", "Mean rating", "satisfaction.mean_stars", .stars),
        ]
        return ReportTable(
            id,
            title,
            columns: [.text("name", "Name")] + shown.map { .number($0.0, $0.1, $0.3) },
            rows: parts.sorted { $0.key < $1.key }.compactMap { name, facts in
                let book = book(facts)
                let cells = shown.map { column, _, id, unit -> ReportTable.Cell in
                    let figure = book.figure(id)
                    return unit == .count ? .count(figure?.n ?? 0) : .init(figure?.value)
                }
                guard cells.contains(where: { ($0.number ?? 0) != 0 }) else { return nil }
                return [.text(name.isEmpty ? "none" : name)] + cells
            }
        )
    }

    /// To whom cases were escalated, and why.
    var escalationTable: ReportTable {
        let kinds = [
            (Measure.escalatedTier, "tier"), (.escalatedDepartment, "department"), (.escalatedByLadder, "sla"),
        ]
        let rows = kinds.flatMap { measure, kind in
            facts.sums.labels(measure).map { label, total -> [ReportTable.Cell] in
                let parts = label.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
                return [
                    .text("\(kind) \(label)"), .text(kind), .text(String(parts.first ?? "")),
                    .text(parts.count > 1 ? String(parts[1]) : ""), .count(total.n),
                ]
            }
        }
        return ReportTable(
            "escalations",
            "Escalations",
            columns: [
                .text("escalation", "Escalation"), .text("kind", "Kind"), .text("to", "To"), .text("reason", "Reason"),
                .number("n", "Number"),
            ],
            rows: rows
        )
    }

    /// The place of the time in which nobody but the office is waited for.
    static let withUs = "with us"

    /// Where the time goes that users wait.
    var bottleneckTable: ReportTable {
        let sums = facts.sums
        let whole = sums.total(.resolution).sum
        let (wait, work) = (sums.total(.requesterWait).sum, sums.total(.agentWork).sum)
        let rows: [(String, Int, Int64)] = [
            (Self.withUs, sums.n(.agentWork), work),
            ("with a department or a third party", sums.n(.department), max(0, wait - work)),
            ("waiting for the user", sums.n(.resolution), max(0, whole - wait)),
            ("of all: until the first reply", sums.n(.firstResponse), sums.total(.firstResponse).sum),
            ("of all: until later replies", sums.n(.nextResponse), sums.total(.nextResponse).sum),
        ]
        return ReportTable(
            "bottlenecks",
            "Where the waiting time goes",
            columns: [
                .text("where", "Where"), .number("n", "Number"), .number("time", "Time", .seconds),
                .number("share", "Of all time to resolution", .share),
            ],
            rows: rows.map { name, n, sum in
                [
                    .text(name), .count(n), .number(Double(sum) / 1e6),
                    .init(whole > 0 ? Double(sum) / Double(whole) : nil),
                ]
            }
        )
    }

    /// Which promises were kept.
    var promiseTable: ReportTable {
        let (kept, broken) = (facts.sums.labels(.kept), facts.sums.labels(.broken))
        return ReportTable(
            "promises",
            "Promises",
            columns: [
                .text("promise", "Promise"), .number("kept", "Kept"), .number("broken", "Broken"),
                .number("share", "Kept of all", .share),
            ],
            rows: Set(kept.map(\.label) + broken.map(\.label)).sorted().map { name in
                let (yes, no) = (facts.sums.n(.kept, name), facts.sums.n(.broken, name))
                return [.text(name), .count(yes), .count(no), .init(Figure.share(name, yes, of: yes + no).value)]
            }
        )
    }
}
