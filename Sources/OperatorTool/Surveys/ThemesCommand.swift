import ArgumentParser
import Contract
import FigureAPI
import Figures
import MetricsAggregator
import Policy
import Postgres
import Satisfaction

/// The command `saypro themes`.
struct ThemesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "Show what users say again and again in their answers to surveys.",
        discussion: """
            Phrases that several users write, for each category: complaints (beside a neutral or negative rating, or none), \
            suggestions and praise, with how often and how that went since the period before. Personal data is taken out of \
            the quotes.

            Examples:
              saypro themes 2026-03
              saypro themes 2026-Q1 --category refund --sort complaint
            """
    )

    @Argument(help: ReportPeriod.help, transform: ReportPeriod.argument) var period: ReportPeriod
    @Option(help: "Only this category.") var category: String?
    @Option(help: "Only complaint, suggestion or praise.") var sort: Remark.Sort?
    @Option(help: ArgumentHelp("How many remarks must say the same (default: the policy's).", valueName: "number"))
    var minimum: Int?
    @Option(help: "At most so many of each category and sort.") var limit = 10
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        if let minimum, minimum < 2 { throw ValidationError("--minimum: a number from 2 is allowed") }
        if limit < 1 { throw ValidationError("--limit: a number from 1 is allowed") }
    }

    func run() async throws {
        let themes = try await connections.resolved().withDatabase { session in
            try await CaseFilters(session: session).check(category: category)
            let document = try await InForce.read(session, after: -1)?.document
            let zone = ReportZone.inForce(document)
            var rules = ThemeRules()
            rules.limit = limit
            rules.minimum = minimum ?? document?.surveys.themeMinimum ?? rules.minimum
            let finder = ThemeFinder(rules, names: try await names(on: session))
            return finder.themes(
                of: try await comments(in: TimeSpan(period, in: zone), on: session),
                before: try await comments(in: TimeSpan(period.previous, in: zone), on: session)
            )
        }
        if output.json { return output.console.write(.array(themes.map(\.json))) }
        guard !themes.isEmpty else { return output.console.write("no theme in \(period)") }
        var group = ""
        for theme in themes {
            let next = "\(theme.category.isEmpty ? "without category" : theme.category): \(theme.sort)"
            if next != group { output.console.write(output.console.paint(next, .bold)) }
            group = next
            let before = theme.trend == .new ? "" : ", \(theme.countBefore) before"
            output.console.write("  \(theme.phrase)  \(theme.count)×, \(theme.trend)\(before)")
            for quote in theme.quotes { output.console.write("      “\(quote)”") }
        }
    }

    private func comments(in span: TimeSpan, on session: PostgresSession) async throws -> [Remark] {
        let rows = try await session.query(
            Statement(
                """
                SELECT comment, suggestion, band, category, "user" FROM api.surveys, \(TimeSpan.relation)
                WHERE answered_at >= span.start AND answered_at < span.upto
                  AND (comment IS NOT NULL OR suggestion IS NOT NULL) AND ($3::text IS NULL OR category = $3)
                """,
                parameters: span.parameters + [category.map { .text($0) } ?? .null]
            )
        )
        return rows.flatMap { row in
            Remark.all(
                comment: row.textOrNull(0),
                suggestion: row.textOrNull(1),
                band: row.textOrNull(2).flatMap(Rating.Band.init),
                category: row.textOrNull(3),
                by: row.textOrNull(4)
            )
        }.filter { sort == nil || $0.sort == sort }
    }

    /// The names that must not stand in a quote: of admins, and of users who have answered.
    private func names(on session: PostgresSession) async throws -> Set<String> {
        let rows = try await session.query(
            Statement(
                """
                SELECT name FROM api.admins WHERE name IS NOT NULL
                UNION
                SELECT u.name FROM api.users AS u
                WHERE u.name IS NOT NULL AND u."user" IN (SELECT s."user" FROM api.surveys AS s WHERE s.comment IS NOT NULL
                                                          OR s.suggestion IS NOT NULL)
                """
            )
        )
        return Set(rows.map { $0.text(0) })
    }
}

extension Remark.Sort: ExpressibleByArgument {}

extension Theme {
    fileprivate var json: JSONValue {
        [
            "category": .string(category), "sort": .string(sort.rawValue), "phrase": .string(phrase),
            "count": .integer(Int64(count)), "share": .double(share), "count_before": .integer(Int64(countBefore)),
            "trend": .string(trend.rawValue), "quotes": .array(quotes.map { .string($0) }),
        ]
    }
}
