import ArgumentParser
import Contract
import FigureAPI
import Figures
import MetricsAggregator
import Postgres
import Satisfaction

/// The command `saypro surveys`.
struct SurveysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "surveys",
        abstract: "Show how satisfied users are, who answers, and what explains the negative ratings.",
        discussion: """
            RATE is positive among rated, AT LEAST its lower bound at 95 % (Wilson), STARS the mean of 5; they are about what \
            was answered in the period. RESPONSE is answered among what was sent in the period.

            Below, for each further question: how many times as often a rating is negative where that was rated low, and \
            the share of the negatives that it explains.

            Examples:
              saypro surveys 2026-03
              saypro surveys 2026-Q1 --by team
            """
    )

    /// What users are told apart by.
    enum Cohort: String, CaseIterable, ExpressibleByArgument {
        case channel, team, category, language, kind, admin

        var column: String { self == .admin ? "coalesce(resolver, last_replier)" : rawValue }
    }

    @Argument(help: ReportPeriod.help, transform: ReportPeriod.argument) var period: ReportPeriod
    @Option(help: "What users are told apart by.") var by = Cohort.channel
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let figures = try await connections.resolved().withDatabase { session in
            let zone = ReportZone.inForce(try await InForce.read(session, after: -1)?.document)
            return try await SurveyFigures(in: TimeSpan(period, in: zone), by: by.column, on: session)
        }
        if output.json { return output.console.write(figures.json(by: by.rawValue)) }
        guard !figures.isEmpty else { return output.console.write("no survey in \(period)") }
        var table = TextTable(
            by.rawValue.uppercased(),
            "SENT>",
            "ANSWERED>",
            "RESPONSE>",
            "RATED>",
            "POSITIVE>",
            "NEUTRAL>",
            "NEGATIVE>",
            "RATE>",
            "AT LEAST>",
            "STARS>"
        )
        for row in figures.cohorts + [figures.total] { table.add(row.cells) }
        table.lines.forEach { output.console.write($0) }
        if !figures.withheld.isEmpty {
            let reasons = figures.withheld.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
            output.console.write("\nnot asked: \(reasons)")
        }
        guard !figures.drivers.isEmpty else { return }
        output.console.write("")
        var drivers = TextTable(
            "QUESTION",
            "ANSWERS>",
            "STARS>",
            "LOW>",
            "NEGATIVE WHERE LOW>",
            "TIMES AS OFTEN>",
            "EXPLAINS>"
        )
        for driver in figures.drivers {
            drivers.add([
                driver.factor, "\(driver.answers)", Numbers.decimal(driver.meanStars), "\(driver.low)",
                "\(driver.negativeWhereLow)", driver.ratio.map { Numbers.decimal($0) } ?? "",
                Numbers.percent(driver.explained),
            ])
        }
        drivers.lines.forEach { output.console.write($0) }
    }
}

extension CohortFigures {
    fileprivate var cells: [String] {
        [
            name, "\(sent)", "\(answered)", Numbers.percent(response), "\(tally.rated)", "\(tally.positive)",
            "\(tally.neutral)", "\(tally.negative)", Numbers.percent(tally.rate),
            Numbers.percent(tally.interval?.lower), tally.meanStars.map { Numbers.decimal($0) } ?? "",
        ]
    }
}

/// Numbers as tables show them.
enum Numbers {
    /// With two digits behind the point.
    static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// A share in per cent with one digit behind the point; nothing for none.
    static func percent(_ share: Double?) -> String {
        guard let share else { return "" }
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
