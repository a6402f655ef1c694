import ArgumentParser
import Contract

/// The command `saypro cases`.
struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: "List cases: those that are open, who has waited longest first.",
        discussion: """
            Examples:
              saypro cases
              saypro cases --unassigned
              saypro cases --admin thandi --order newest
              saypro cases --state resolved --category refund --limit 20
            """
    )

    @Option(
        help: ArgumentHelp("Only in this state (may be repeated; without it, all that are open).", valueName: "state")
    )
    var state: [State] = []
    @Option(help: "Only of this kind, such as conversation or refund.") var kind: String?
    @Option(help: "Only of this category.") var category: String?
    @Option(help: "Only of this tier, such as P1.") var tier: String?
    @Option(help: "Only this team's.") var team: String?
    @Option(help: "Only this admin's.") var admin: String?
    @Option(help: "Only this user's.") var user: String?
    @Flag(help: "Only those that nobody has.") var unassigned = false
    @Option(help: "What comes first: waiting, newest or oldest.") var order = CaseList.Order.waiting
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    /// The states that a case can be in, as the contract names them.
    enum State: String, CaseIterable, ExpressibleByArgument {
        case open, assigned, waiting, snoozed, escalated, resolved, closed, merged, spam
    }

    func run() async throws {
        let selection = CaseList.Selection(
            states: state.map(\.rawValue),
            kind: kind,
            category: category,
            tier: tier,
            team: team,
            admin: admin,
            user: user,
            unassigned: unassigned,
            order: order,
            limit: limit
        )
        let rows = try await connections.resolved().withDatabase { try await CaseList(session: $0).rows(selection) }
        if output.json { return output.console.write(.array(rows.map(\.json))) }
        guard !rows.isEmpty else { return output.console.write("no such case") }
        var table = TextTable(
            "CASE",
            "CONVERSATION",
            "STATE",
            "KIND",
            "CATEGORY",
            "TIER",
            "TEAM",
            "ADMIN",
            "USER",
            "WAITS SINCE",
            "OPENED"
        )
        for row in rows {
            table.add([
                row.id, row.conversation, row.state, row.kind, row.category ?? "", row.tier ?? "", row.team ?? "",
                row.assignee ?? "",
                row.user ?? "", row.awaitingSince?.description ?? "", row.openedAt.description,
            ])
        }
        table.lines.forEach { output.console.write($0) }
    }
}

extension CaseList.Order: ExpressibleByArgument {}
