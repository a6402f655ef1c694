import ArgumentParser
import Contract
import FigureAPI
import Figures
import MetricsAggregator

/// The command `saypro report`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print a report: as it was issued, with what has changed since, or of the figures as they are now.",
        discussion: """
            A period is written as 2026-W12 (weekly, and biweekly for the two weeks that end with it), 2026-03 or 2026-Q1; \
            without one it is the one that ended last.

            Examples:
              saypro report quarterly 2026-Q1
              saypro report monthly 2026-03 --format html > march.html
              saypro report weekly --format csv --team payments
            """
    )
    @Argument(help: "weekly, biweekly (the transparency report), monthly or quarterly.") var kind: Kind
    @Argument(help: "The period; the last one if left out.") var period: String?
    @Option(help: "md, json, csv or html.") var format = Format.md
    @Option(help: "Only this team's.") var team: String?
    @Option(help: "Only of this channel.") var channel: String?
    @Option(help: "Only of this category.") var category: String?
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    /// The kinds of reports.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case weekly, biweekly, monthly, quarterly

        /// A period of the kind.
        var example: String {
            switch self {
            case .weekly, .biweekly: "2026-W12"
            case .monthly: "2026-03"
            case .quarterly: "2026-Q1"
            }
        }
    }

    /// The forms that a report can have.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case md, json, csv, html
    }

    func validate() throws {
        guard let period, let kind = ReportPeriod.Kind(rawValue: kind.rawValue) else { return }
        guard ReportPeriod(period, as: kind) != nil else {
            throw ValidationError("\(period) is no \(self.kind.rawValue) period: the form is \(self.kind.example)")
        }
    }

    func run() async throws {
        var filter = FigureFilter()
        filter[.team] = team
        filter[.channel] = channel
        filter[.category] = category
        let wanted = filter
        let report = try await connections.resolved().withDatabase { session in
            let (version, document) = try await InForce.read(session, after: -1) ?? (0, try InForce.builtIn())
            let store = FigureStore(session, document: document, version: version)
            do { try await store.check(wanted) } catch let value as UnknownValue {
                throw ToolFailure.usage(value.sentence)
            }
            return try await store.report(asked(in: store.reportZone), wanted)
        }
        let form = output.json ? ReportForm.json : ReportForm(rawValue: format.rawValue) ?? .markdown
        let text = form.text(of: report)
        output.console.write(exactly: text.last?.isNewline == true ? text : text + "\n")
    }

    private func asked(in zone: ReportZone) throws -> ReportPeriod {
        let kind = ReportPeriod.Kind(rawValue: kind.rawValue) ?? .monthly
        if let period, let found = ReportPeriod(period, as: kind) { return found }
        return ReportPeriod(lastEnded: kind, at: .now(), in: zone)
    }
}
