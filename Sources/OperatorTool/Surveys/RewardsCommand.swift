import ArgumentParser
import Contract
import FigureAPI
import Pipeline
import Policy
import Postgres
import Survey

/// The command `saypro rewards`.
struct RewardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewards",
        abstract: "Show what a user got for answering surveys, or take a reward back.",
        discussion: """
            A reward does not depend on the rating. One that is taken back is booked the other way, never erased; the \
            program survey books it within a second, if the policy still lets it (rewards.reversible_for).

            Examples:
              saypro rewards u-42
              saypro rewards u-42 --reverse 01a20a0f-a06c-7000-88c4-05dd5444fe24/1 --reason shared_account
            """
    )

    @Argument(help: "The user.") var user: String
    @Option(help: ArgumentHelp("Take back the reward for this cycle of a case.", valueName: "case/cycle"))
    var reverse: String?
    @Option(help: ArgumentHelp("Why it is taken back, a code.", valueName: "reason")) var reason: String?
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        if reverse != nil, reason == nil { throw ValidationError("--reverse needs --reason") }
        if reverse == nil, reason != nil {
            throw ValidationError("--reason says why a reward is taken back: --reverse")
        }
    }

    func run() async throws {
        let rows = try await connections.resolved().withDatabase { session in
            if let reverse, let reason { try await take(back: reverse, reason, on: session) }
            return try await session.query(
                Statement(
                    """
                    SELECT at, points, sum(points) OVER (ORDER BY at, transfer), reason, "case", cycle, reverses IS NOT NULL
                    FROM api.rewards WHERE "user" = $1 ORDER BY at, transfer
                    """,
                    .text(user)
                )
            ).map(Booking.init)
        }
        let balance = rows.last?.balance ?? 0
        if output.json {
            return output.console.write([
                "user": .string(user), "balance": .integer(balance), "rewards": .array(rows.map(\.json)),
            ])
        }
        output.console.write("\(user) has \(balance) points")
        guard !rows.isEmpty else { return }
        var table = TextTable("TIME (UTC)", "POINTS>", "BALANCE>", "REASON", "CASE/CYCLE")
        for row in rows {
            table.add([
                CaseWords.time(row.at), row.points > 0 ? "+\(row.points)" : "\(row.points)", "\(row.balance)",
                row.isReversal ? "taken back: \(row.reason)" : row.reason, row.survey,
            ])
        }
        table.lines.forEach { output.console.write($0) }
    }

    /// Writes to the lane that owns the survey, and waits until it has booked it.
    private func take(back name: String, _ reason: String, on session: PostgresSession) async throws {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2, let cycle = Int32(parts[1]) else {
            throw ToolFailure.usage("--reverse is '\(name)': a case and its cycle, as saypro rewards shows them")
        }
        let found = try await session.query(
            Statement(
                """
                SELECT s.partition, s.conversation, EXISTS (
                    SELECT FROM api.rewards AS r WHERE r.reverses = g.transfer
                ), g.at, g.transfer::text
                FROM api.rewards AS g JOIN api.surveys AS s ON s."case" = g."case" AND s.cycle = g.cycle
                WHERE g."user" = $1 AND g."case" = $2 AND g.cycle = $3 AND g.reverses IS NULL
                """,
                .text(user),
                .text(parts[0]),
                .int4(cycle)
            )
        )
        guard let row = found.first else { throw ToolFailure.failed("\(user) got no reward for \(name)") }
        if row.bool(2) { throw ToolFailure.failed("the reward for \(name) has been taken back already") }
        let document = try await InForce.read(session, after: -1)?.document ?? InForce.builtIn()
        let grantedAt = Instant(microseconds: row.timestamp(3))
        if let limit = document.rewards.reversibleFor, Instant.now() - grantedAt > limit {
            throw ToolFailure.failed(
                "the reward for \(name) stays: the policy has rewards taken back within \(DurationText.text(limit)) "
                    + "(rewards.reversible_for), and it was granted \(CaseWords.time(grantedAt))"
            )
        }
        let fields: Fields = [
            "case": parts[0], "cycle": parts[1], "reason": reason, "time": Instant.now().description,
            "cause": EventID.generate().description,
        ]
        try await session.inTransaction([
            Statement(
                """
                INSERT INTO pipeline.mail_survey (partition, stage, sender, kind, conversation, fields)
                VALUES ($1, 'survey', $1, $2, $3, $4)
                """,
                .int4(Int32(row.int(0))),
                .text(LetterKind.reverse),
                .text(row.text(1)),
                .text(fields.json)
            ),
            Audit.row(
                action: "rewards.reverse",
                subject: name,
                detail: ["case": .string(parts[0]), "cycle": .integer(Int64(cycle)), "reason": .string(reason)]
            ),
        ])
        for _ in 0..<50 {
            let waits = "SELECT FROM pipeline.mail_survey WHERE partition = $1 AND kind = $2 AND fields = $3"
            let letter = Statement(waits, .int4(Int32(row.int(0))), .text(LetterKind.reverse), .text(fields.json))
            if try await session.query(letter).isEmpty {
                let reversal = Statement("SELECT FROM api.rewards WHERE reverses = $1::uuid", .text(row.text(4)))
                guard try await session.query(reversal).isEmpty else { return }
                throw ToolFailure.failed("the program survey did not take the reward for \(name) back; it stays")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        output.console.report("saypro: the program survey is not running; it books this when it is")
    }
}

/// One line of a user's account.
private struct Booking {
    let at: Instant
    let points: Int64
    let balance: Int64
    let reason: String
    let survey: String
    let isReversal: Bool

    init(_ row: Row) {
        at = Instant(microseconds: row.timestamp(0))
        points = row.int(1)
        balance = row.int(2)
        reason = row.text(3)
        survey = "\(row.text(4))/\(row.int(5))"
        isReversal = row.bool(6)
    }

    var json: JSONValue {
        [
            "at": .string(at.description), "points": .integer(points), "balance": .integer(balance),
            "reason": .string(reason), "survey": .string(survey), "reversal": .bool(isReversal),
        ]
    }
}
