import ArgumentParser
import Contract
import Policy
import Postgres

/// The command `saypro unresolved`.
struct UnresolvedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unresolved",
        abstract: "List every case that is still to be settled, with what breaks next and what is broken.",
        discussion: """
            What is broken comes first, the longest; then what breaks next. BROKEN counts the promises that are broken \
            and not done.

            Examples:
              saypro unresolved
              saypro unresolved --team payments --older 2d
            """
    )

    @Option(help: "Only this team's, or waiting for it.") var team: String?
    @Option(help: "Only of this category.") var category: String?
    @Option(help: "Only of this tier: P1, P2, P3 or P4.") var tier: String?
    @Option(help: "Only this admin's.") var admin: String?
    @Option(help: "Only of this kind.") var kind: String?
    @Option(help: "Only those opened longer ago than this, such as 2d.") var older: String?
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        if let older, DurationText.seconds(in: older) == nil {
            throw ValidationError("--older: whole numbers with units are allowed, such as 12h or 2d")
        }
        guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
        try CaseFilters.check(kind: kind, tier: tier)
    }

    func run() async throws {
        let rows = try await connections.resolved().withDatabase { session in
            let rows = try await session.query(statement)
            if rows.isEmpty {
                try await CaseFilters(session: session).check(category: category, team: team, admin: admin)
            }
            return rows
        }
        if output.json { return output.console.write(.array(rows.map(json))) }
        guard !rows.isEmpty else {
            let isNarrowed = [team, category, tier, admin, kind, older].contains { $0 != nil }
            return output.console.write(isNarrowed ? "no unresolved case matches" : "no case is unresolved")
        }
        table(rows).lines.forEach { output.console.write($0) }
        let count = rows.first.map { Int($0.int(13)) } ?? 0
        if count > rows.count {
            output.console.report("\(rows.count) of \(count) cases: --limit \(count) shows all")
        }
    }

    private var statement: Statement {
        Statement(
            """
            SELECT "case", conversation, state, category, tier, team, assignee, opened_at, next_breach_at, promise,
                   overdue, overdue_since, now(), count(*) OVER ()
            FROM api.unresolved
            WHERE ($1::text IS NULL OR team = $1) AND ($2::text IS NULL OR category = $2)
              AND ($3::text IS NULL OR tier = $3) AND ($4::text IS NULL OR assignee = $4)
              AND ($5::text IS NULL OR kind = $5)
              AND ($6::bigint IS NULL OR opened_at <= now() - make_interval(secs => $6::bigint))
            ORDER BY overdue_since NULLS LAST, next_breach_at NULLS LAST, opened_at, "case"
            LIMIT $7
            """,
            .optional(team),
            .optional(category),
            .optional(tier),
            .optional(admin),
            .optional(kind),
            older.flatMap { DurationText.seconds(in: $0) }.map { .int8($0) } ?? .null,
            .int8(Int64(limit))
        )
    }

    private func instant(_ row: Postgres.Row, _ column: Int) -> Instant? {
        row.timestampOrNull(column).map { Instant(microseconds: $0) }
    }

    private func table(_ rows: Rows) -> TextTable {
        var table = TextTable(
            "CASE",
            "STATE",
            "TIER",
            "CATEGORY",
            "TEAM",
            "ADMIN",
            "OPEN FOR>",
            "BROKEN>",
            "SINCE>",
            "NEXT BREACH>",
            "PROMISE"
        )
        for row in rows {
            let now = Instant(microseconds: row.timestamp(12))
            let opened = Instant(microseconds: row.timestamp(7))
            table.add([
                row.text(0), row.text(2), row.textOrNull(4) ?? "", row.textOrNull(3) ?? "", row.textOrNull(5) ?? "",
                row.textOrNull(6) ?? "", CaseWords.age(from: opened, to: now),
                row.int(10) == 0 ? "" : String(row.int(10)),
                instant(row, 11).map { CaseWords.age(from: $0, to: now) } ?? "",
                instant(row, 8).map { CaseWords.time(to: $0, from: now) } ?? "", row.textOrNull(9) ?? "",
            ])
        }
        return table
    }

    private func json(_ row: Postgres.Row) -> JSONValue {
        [
            "case": .string(row.text(0)), "conversation": .string(row.text(1)), "state": .string(row.text(2)),
            "category": .text(row.textOrNull(3)), "tier": .text(row.textOrNull(4)), "team": .text(row.textOrNull(5)),
            "admin": .text(row.textOrNull(6)), "opened_at": .text(instant(row, 7)?.description),
            "next_breach_at": .text(instant(row, 8)?.description), "promise": .text(row.textOrNull(9)),
            "broken": .integer(row.int(10)), "broken_since": .text(instant(row, 11)?.description),
        ]
    }
}
