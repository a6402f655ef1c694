import ArgumentParser
import Contract
import Policy
import Postgres

/// The command `saypro gaming`.
struct GamingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaming",
        abstract: "List what may have been done for the figures' sake.",
        discussion: """
            A sign is no proof: read the case (`saypro explain CASE`) before you speak to somebody. The policy says how \
            short and how soon (report.gaming).

              paused_while_user_waits   put off while the user waited for an answer
              snoozed_before_breach     put off shortly before a promise was due
              silent_resolve            resolved without telling the user
              resolved_then_reopened    the user reopened it soon after
              empty_first_reply         the first reply says next to nothing

            Examples:
              saypro gaming
              saypro gaming --since 30d --sign silent_resolve
              saypro gaming --count
            """
    )

    /// A sign of gaming.
    enum Sign: String, CaseIterable, ExpressibleByArgument {
        case pausedWhileUserWaits = "paused_while_user_waits"
        case snoozedBeforeBreach = "snoozed_before_breach"
        case silentResolve = "silent_resolve"
        case resolvedThenReopened = "resolved_then_reopened"
        case emptyFirstReply = "empty_first_reply"
    }

    @Option(help: "How far back to look, such as 7d.") var since = "7d"
    @Option(help: "Only this sign (may be repeated).") var sign: [Sign] = []
    @Option(help: "Only by this admin.") var admin: String?
    @Option(help: "Only of this team's cases.") var team: String?
    @Flag(help: "Count them by admin and sign in place of listing them.") var count = false
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard DurationText.seconds(in: since) != nil else {
            throw ValidationError("--since: whole numbers with units are allowed, such as 12h or 7d")
        }
        guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
    }

    func run() async throws {
        let rows = try await connections.resolved().withDatabase { session in
            try await session.query(statement)
        }
        if output.json { return output.console.write(.array(rows.map(json))) }
        guard !rows.isEmpty else { return output.console.write("no sign of gaming in the last \(since)") }
        var table = count ? TextTable("WHO", "SIGN", "COUNT>") : TextTable("WHEN (UTC)", "SIGN", "WHO", "CASE", "WHY")
        for row in rows {
            if count {
                table.add([CaseWords.actor(row.text(0)), row.text(1), String(row.int(2))])
            } else {
                table.add([
                    CaseWords.time(Instant(microseconds: row.timestamp(0))), row.text(1),
                    CaseWords.actor(row.text(2)), row.text(3), row.textOrNull(4).map(CaseWords.plain) ?? "",
                ])
            }
        }
        table.lines.forEach { output.console.write($0) }
    }

    private var statement: Statement {
        let columns = count ? "actor, sign, count(*)" : "at, sign, actor, \"case\", detail, conversation"
        let order = count ? "GROUP BY actor, sign ORDER BY 3 DESC, 1, 2" : "ORDER BY at DESC, \"case\""
        return Statement(
            """
            SELECT \(columns) FROM api.gaming
            WHERE at > now() - make_interval(secs => $1::bigint) AND (cardinality($2::text[]) = 0 OR sign = ANY ($2))
              AND ($3::text IS NULL OR actor = 'admin:' || $3) AND ($4::text IS NULL OR team = $4)
            \(order) LIMIT $5
            """,
            .int8(DurationText.seconds(in: since) ?? 0),
            .texts(sign.map(\.rawValue)),
            .optional(admin),
            .optional(team),
            .int8(Int64(limit))
        )
    }

    private func json(_ row: Postgres.Row) -> JSONValue {
        if count {
            return ["actor": .string(row.text(0)), "sign": .string(row.text(1)), "count": .integer(row.int(2))]
        }
        return [
            "at": .string(Instant(microseconds: row.timestamp(0)).description), "sign": .string(row.text(1)),
            "actor": .string(row.text(2)), "case": .string(row.text(3)), "detail": .text(row.textOrNull(4)),
            "conversation": .text(row.textOrNull(5)),
        ]
    }
}
