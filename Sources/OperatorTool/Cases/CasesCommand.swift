import ArgumentParser
import Contract
import Policy

/// The command `saypro cases`.
struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: "List cases: those that are open, who has waited longest first.",
        discussion: """
            WAITS is how long the user has waited for an answer; NEXT BREACH is how long it is until a promise breaks, \
            or how late it is already; WHY says why nobody has the case.

            Examples:
              saypro cases
              saypro cases --order breach
              saypro cases --unassigned --order tier
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
    @Option(help: "Only of this tier: P1, P2, P3 or P4.") var tier: String?
    @Option(help: "Only this team's, or waiting for it.") var team: String?
    @Option(help: "Only this admin's.") var admin: String?
    @Option(help: "Only this user's.") var user: String?
    @Flag(help: "Only those that nobody has.") var unassigned = false
    @Option(
        help: """
            What comes first: who has waited longest, the most urgent tier, the oldest, the newest, what something \
            happened to last, or whose next promise breaks first.
            """
    )
    var order = CaseList.Order.waiting
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    /// The states that a case can be in, as the contract names them.
    enum State: String, CaseIterable, ExpressibleByArgument {
        case open, assigned, waiting, snoozed, escalated, resolved, closed, merged, spam
    }

    func validate() throws {
        try CaseFilters.check(kind: kind, tier: tier)
        guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
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
        let page = try await connections.resolved().withDatabase { session in
            let page = try await CaseList(session: session).page(selection)
            if page.rows.isEmpty {
                try await CaseFilters(session: session).check(category: category, team: team, admin: admin, user: user)
            }
            return page
        }
        if output.json { return output.console.write(.array(page.rows.map(\.json))) }
        guard !page.rows.isEmpty else {
            return output.console.write(isNarrowed ? "no case matches" : "no case is open")
        }
        table(page.rows).lines.forEach { output.console.write($0) }
        if page.count > page.rows.count {
            output.console.report("\(page.rows.count) of \(page.count) cases: --limit \(page.count) shows all")
        }
    }

    private var isNarrowed: Bool {
        !state.isEmpty || unassigned || [kind, category, tier, team, admin, user].contains { $0 != nil }
    }

    private func table(_ rows: [CaseFacts]) -> TextTable {
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
            "WAITS>",
            "NEXT BREACH>",
            "OPENED (UTC)",
            "WHY"
        )
        for row in rows {
            table.add([
                row.id, row.conversation, row.state, row.kind, row.category ?? "", row.tier ?? "",
                row.team ?? row.wantedTeam ?? "", row.assignee ?? "", row.user ?? "",
                row.awaitingSince.map { CaseWords.age(from: $0, to: row.readAt) } ?? "",
                row.nextBreachAt.map { CaseWords.time(to: $0, from: row.readAt) } ?? "",
                CaseWords.time(row.openedAt), row.whyNobody ?? "",
            ])
        }
        return table
    }
}

extension CaseList.Order: ExpressibleByArgument {}
