import BusinessTime
import Contract
package import Figures
import Policy
import Postgres

extension FigureStore {
    /// The cases behind a figure, in the order in which they were last heard of: those whose records count for it.
    ///
    /// The records are asked what they count for, as the folding does, so that a page and its figure cannot disagree.
    package func cases(_ question: CaseQuestion) async throws -> CasePage {
        guard let lens = Lens(question.figure, document.kpis) else { return CasePage(rows: [], next: nil) }
        let zone = reportZone
        let hours = zone.firstHour(of: question.period.first.day)..<zone.firstHour(of: question.period.end.day)
        let limit = min(max(question.limit, 1), 500)
        var cursor = Cursor(question.after) ?? Cursor(hour: lens.isStanding ? .min : hours.lowerBound, subject: "")
        var rows: [CasePage.Row] = []
        while true {
            let found = try await reader.rows(of: [lens.records(after: cursor, before: hours.upperBound)])[0]
            for row in found {
                let subject = Subject(partition: Int(row.int(0)), name: row.text(1))
                cursor = Cursor(hour: Int32(row.int(4)), subject: subject.name)
                guard let record = Record(subject, text: row.text(3)) else { continue }
                for hit in lens.hits(in: record.cells, hours, question.filter) {
                    if question.onlyMissed, hit.counts != false { continue }
                    rows.append(hit.row(subject, row.text(2), record))
                }
                if rows.count >= limit { return CasePage(rows: rows, next: cursor.text) }
            }
            if found.count < Lens.chunk { return CasePage(rows: rows, next: nil) }
        }
    }
}

/// Where a page ends.
private struct Cursor {
    let hour: Int32
    let subject: String

    init(hour: Int32, subject: String) {
        self.hour = hour
        self.subject = subject
    }

    /// Reads what ``text`` wrote.
    init?(_ text: String?) {
        guard let parts = text?.split(separator: ".", maxSplits: 1), parts.count == 2, let hour = Int32(parts[0]) else {
            return nil
        }
        self.init(hour: hour, subject: String(parts[1]))
    }

    var text: String { "\(hour).\(subject)" }
}

/// Which records count for a figure, and how.
private struct Lens {
    static let chunk = 500

    /// What counts, and whether it counts for the share.
    private let judge: (CellKey, Cells.Value) -> Bool?
    private let measures: Set<Measure>
    private let prefix: String
    /// Whether what is counted is what stands at the period's end.
    let isStanding: Bool

    init?(_ figure: String, _ terms: [KPI: KPITerms]) {
        func within(_ kpi: KPI, _ usual: Int64) -> Int16 {
            let limit = terms[kpi]?.within?.wholeMicroseconds ?? usual * 1_000_000
            return Int16(clamping: DurationBuckets.bucket(of: limit))
        }
        func all(_ measures: Set<Measure>, _ prefix: String) -> (Set<Measure>, String, Bool, (CellKey, Cells.Value) -> Bool?) {
            (measures, prefix, false, { _, _ in nil })
        }
        let found: (Set<Measure>, String, Bool, (CellKey, Cells.Value) -> Bool?)
        switch figure {
        case "A1": found = ([.resolved, .resolvedEscalated], "case/", false, { key, _ in key.measure == .resolved })
        case "A2": found = ([.resolved, .resolvedEscalated], "case/", false, { key, _ in key.measure != .resolved })
        case "A3": found = all([.workingResponse], "clock/")
        case "A4", "A5", "response.within_24h":
            let edge = within(.a4, 86_400)
            found = ([.firstResponse, .nextResponse], "clock/", false, { key, _ in key.bucket <= edge })
        case "A6", "A8": found = all([.resolution], "case/")
        case "A7", "resolution.within_24h":
            let edge = within(.a7, 86_400)
            found = ([.resolution], "case/", false, { key, _ in key.bucket <= edge })
        case "A9", "cases.on_first_response":
            found = ([.resolved, .onFirstResponse], "case/", false, { key, _ in key.measure == .onFirstResponse })
        case "A10", "A11", "satisfaction.rate", "satisfaction.mean_stars":
            found = ([.positive, .neutral, .negative], "survey/", false, { key, _ in key.measure == .positive })
        case "A13":
            let edge = within(.a13, 43_200)
            found = ([.moderation], "clock/", false, { key, _ in key.bucket <= edge })
        case "A15", "messages.received", "messages.sent":
            let wanted: Set<Measure> =
                figure == "A15" ? [.received, .sent] : figure == "messages.sent" ? [.sent] : [.received]
            found = all(wanted, "case/")
        case "A12", "cases.opened": found = all([.opened], "case/")
        case "cases.resolved": found = all([.resolved], "case/")
        case "cases.reopened": found = all([.reopened], "case/")
        case "cases.unresolved": found = ([.open], "case/", true, { _, _ in nil })
        case "cases.escalated.tier": found = all([.escalatedTier], "case/")
        case "cases.escalated.department": found = all([.escalatedDepartment], "case/")
        case "cases.without_human_reply": found = all([.withoutHumanReply], "case/")
        case "A14": found = ([.outcome], "case/", false, { key, _ in key.label.hasPrefix("flag/upheld/") })
        case "response.mean", "response.median", "response.p90", "response.24_to_48h", "response.over_48h":
            found = all([.firstResponse, .nextResponse], "clock/")
        case "resolution.mean", "resolution.median", "resolution.p90": found = all([.resolution], "case/")
        case "satisfaction.positive": found = all([.positive], "survey/")
        case "satisfaction.neutral": found = all([.neutral], "survey/")
        case "satisfaction.negative": found = all([.negative], "survey/")
        default: return nil
        }
        (measures, prefix, isStanding, judge) = found
    }

    /// Records that were last heard of after a place, and first before the end of the period.
    func records(after cursor: Cursor, before end: Int32) -> Statement {
        Statement(
            """
            SELECT partition, subject, conversation, content, last_hour
            FROM metrics.records
            WHERE (last_hour, subject) > ($1, $2) AND first_hour < $3 AND starts_with(subject, $4)
            ORDER BY last_hour, subject
            LIMIT 500
            """,
            .int4(cursor.hour),
            .text(cursor.subject),
            .int4(end),
            .text(prefix)
        )
    }

    struct Hit {
        let key: CellKey
        let value: Cells.Value
        let counts: Bool?

        func row(_ subject: Subject, _ conversation: String, _ record: Record) -> CasePage.Row {
            func known(_ text: String) -> String? { text.isEmpty ? nil : text }
            let kind =
                switch record {
                case .ofCase(let found): found.kind
                case .ofClock(let found): found.lines.values.first?.kind ?? ""
                case .ofSurvey: ""
                }
            return CasePage.Row(
                case: subject.caseID,
                conversation: conversation,
                kind: kind,
                at: Instant(microseconds: Int64(key.hour) * 3_600_000_000),
                team: known(key.traits.team),
                channel: known(key.traits.channel),
                category: known(key.traits.category),
                admin: known(key.traits.admin),
                value: key.bucket >= 0 ? Double(value.sum) / 1e6 : nil,
                counts: counts
            )
        }
    }

    /// What a record's cells count in the hours of the period; one hit for each case at least.
    func hits(in cells: Cells, _ hours: Range<Int32>, _ filter: FigureFilter) -> [Hit] {
        let own = cells.values.filter { key, value in
            measures.contains(key.measure) && key.traits.match(filter) && key.hour < hours.upperBound
                && (isStanding || key.hour >= hours.lowerBound) && value.n != 0
        }
        guard !own.isEmpty else { return [] }
        if isStanding {
            guard own.values.reduce(0, { $0 + $1.n }) > 0, let first = own.min(by: { $0.key.hour < $1.key.hour }) else {
                return []
            }
            return [Hit(key: first.key, value: first.value, counts: nil)]
        }
        let sorted = own.sorted { ($0.key.hour, $0.key.measure.rawValue) < ($1.key.hour, $1.key.measure.rawValue) }
        // A share's part stands beside its whole in the same record: the part says whether the whole counts for it.
        if measures.contains(.resolved), measures.count > 1 {
            return sorted.filter { $0.key.measure == .resolved }.map { whole in
                let part = sorted.first { $0.key.measure != .resolved && $0.key.hour == whole.key.hour }
                let counts = part.map { judge($0.key, $0.value) ?? true } ?? (judge(whole.key, whole.value) ?? false)
                return Hit(key: whole.key, value: whole.value, counts: counts)
            }
        }
        return sorted.map { Hit(key: $0.key, value: $0.value, counts: judge($0.key, $0.value)) }
    }
}
