import BusinessTime
import Contract
package import Figures
import Policy
import Postgres

extension FigureStore {
    /// The cases behind a figure, in the order in which they were last heard of: those whose records count for it.
    ///
    /// The records are asked what they count for, as the folding does, so that a page and its figure cannot disagree.
    ///
    /// - Throws: ``CaseFault`` for what has no cases, or a place that is none.
    package func cases(_ question: CaseQuestion) async throws -> CasePage {
        let (figure, filter) = Self.part(question.figure, question.filter)
        guard let lens = CaseLens(figure, document.kpis) else {
            let isKnown = book(PeriodFacts(period: question.period)).figure(figure) != nil
            throw isKnown || !Figure.hasCases(figure) ? CaseFault.hasNoCases : .unknownFigure
        }
        if question.onlyMissed, !lens.judgesEach { throw CaseFault.judgesNone }
        let zone = reportZone
        let hours = zone.firstHour(of: question.period.first.day)..<zone.firstHour(of: question.period.end.day)
        let reach = StandingReach(until: question.period.end.day, at: now(), in: zone)
        let limit = min(max(question.limit, 1), 500)
        guard var cursor = question.after.map(CaseCursor.init) ?? CaseCursor.start else { throw CaseFault.badPlace }
        var rows: [CasePage.Row] = []
        for _ in 0..<Self.mostChunks {
            try Task.checkCancellation()
            let select = SelectCaseRecords(cursor: cursor, hours: hours, lens: lens)
            let found = try await reader.rows(of: [select.statement])[0]
            let subjects = found.map { Subject(partition: Int($0.int(0)), name: $0.text(1)) }
            let recurring = lens.marksRecurring ? try await self.recurring(subjects) : []
            for (subject, row) in zip(subjects, found) {
                cursor = CaseCursor(hour: Int32(row.int(4)), subject: subject.name)
                guard let record = Record(subject, text: row.text(3)) else { continue }
                for var hit in lens.hits(in: record.cells, hours, reach, filter) {
                    if lens.marksRecurring {
                        hit.counts = recurring.contains(.init(subject: subject, hour: hit.key.hour))
                    }
                    if question.onlyMissed, !lens.isMissed(hit) { continue }
                    rows.append(hit.row(subject, row.text(2), record))
                }
                if rows.count >= limit { return CasePage(rows: rows, next: cursor.text) }
            }
            if found.count < SelectCaseRecords.chunk { return CasePage(rows: rows, next: nil) }
        }
        return CasePage(rows: rows, next: cursor.text)
    }

    /// How far back an upheld flag makes one recur.
    var lookBack: Duration { document.kpis[.a14]?.within ?? .seconds(90 * 86_400) }

    private func recurring(_ subjects: [Subject]) async throws -> Set<SelectRecurring.Flag> {
        let select = SelectRecurring(subjects: subjects, lookBack: lookBack)
        return SelectRecurring.flags(try await reader.rows(of: [select.statement])[0])
    }

    /// How many chunks of records a page looks through for what it asks for; a page that found little goes on in the next.
    private static let mostChunks = 40

    /// A figure by category is that figure of the category.
    private static func part(_ figure: String, _ filter: FigureFilter) -> (figure: String, filter: FigureFilter) {
        guard let by = figure.firstRange(of: ".by_category.") else { return (figure, filter) }
        var filter = filter
        let category = String(figure[by.upperBound...])
        filter[.category] = category == "none" ? "" : category
        return (String(figure[..<by.lowerBound]), filter)
    }
}

/// Where a page ends.
struct CaseCursor {
    let hour: Int32
    let subject: String

    /// Before all that there is.
    static let start = CaseCursor(hour: .min, subject: "")

    init(hour: Int32, subject: String) {
        self.hour = hour
        self.subject = subject
    }

    /// Reads what ``text`` wrote.
    init?(_ text: String) {
        guard let parts = Optional(text.split(separator: ".", maxSplits: 1)), parts.count == 2,
            let hour = Int32(parts[0]), parts[1].unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else { return nil }
        self.init(hour: hour, subject: String(parts[1]))
    }

    var text: String { "\(hour).\(subject)" }
}

/// Records that may count for a figure of a period, after a place.
///
/// Of what happened in the period only records are read that were heard of in it or later; most are short, so that few of
/// the later ones need to be looked at, whatever has come since. Of what stands at its end, those are read as well that
/// were last heard of before and stand still. Where nothing but that counts, those that began and ended in the period are
/// passed over.
struct SelectCaseRecords {
    static let chunk = 500
    /// In how many hours most records begin and end; an index keeps the longer ones.
    private static let short: Int32 = 840

    let cursor: CaseCursor
    let hours: Range<Int32>
    let lens: CaseLens

    var statement: Statement {
        Statement(
            Self.text,
            .int4(cursor.hour),
            .text(cursor.subject),
            .int4(lens.flow.isEmpty ? hours.upperBound : hours.lowerBound),
            .int4(hours.upperBound),
            .int4(hours.upperBound.addingReportingOverflow(Self.short).partialValue),
            .text(lens.prefix),
            .bool(!lens.standing.isEmpty)
        )
    }

    private static let text = """
        SELECT partition, subject, conversation, content, last_hour FROM (
            (SELECT * FROM metrics.records
             WHERE stands AND $7 AND (last_hour, subject) > ($1, $2) AND last_hour < $3 AND starts_with(subject, $6)
             ORDER BY last_hour, subject LIMIT 500)
            UNION ALL
            (SELECT * FROM metrics.records
             WHERE (last_hour, subject) > ($1, $2) AND last_hour >= $3 AND last_hour < $5 AND first_hour < $4
               AND starts_with(subject, $6)
             ORDER BY last_hour, subject LIMIT 500)
            UNION ALL
            (SELECT * FROM metrics.records
             WHERE (last_hour, subject) > ($1, $2) AND last_hour >= $5 AND first_hour < $4 AND last_hour - first_hour > 840
               AND starts_with(subject, $6)
             ORDER BY last_hour, subject LIMIT 500)
        ) AS found
        ORDER BY last_hour, subject
        LIMIT 500
        """
}
