import ArgumentParser
import Contract
import Policy
import Postgres

/// The command `saypro at-risk`.
struct AtRiskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "at-risk",
        abstract: "List the promises that are about to break, the next breach first.",
        discussion: """
            A clock that is paused has no time at which it breaks, and is not listed; --overdue lists what is broken \
            already and not done. `saypro explain CLOCK` tells how a time comes about.

            Examples:
              saypro at-risk
              saypro at-risk --within 30m --team payments
              saypro at-risk --overdue --tier P1
            """
    )

    @OptionGroup var filters: ClockFilters
    @Option(help: "Only what breaks within this time, such as 30m or 4h.") var within: String?
    @Flag(help: "What is broken already and still not done, the longest first.") var overdue = false
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        if let within, DurationText.seconds(in: within) == nil {
            throw ValidationError("--within: whole numbers with units are allowed, such as 30m, 4h or 1d12h")
        }
        if within != nil, overdue { throw ValidationError("--within and --overdue exclude each other") }
        guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
    }

    func run() async throws {
        let rows = try await connections.resolved().withDatabase { session in
            let rows = try await session.query(statement)
            if rows.isEmpty { try await filters.check(on: session) }
            return rows
        }
        if output.json { return output.console.write(.array(rows.map(json))) }
        guard !rows.isEmpty else {
            return output.console.write(overdue ? "no promise is broken and open" : "no promise is at risk")
        }
        table(rows).lines.forEach { output.console.write($0) }
        let count = rows.first.map { Int($0.int(11)) } ?? 0
        if count > rows.count {
            output.console.report("\(rows.count) of \(count) clocks: --limit \(count) shows all")
        }
    }

    private var statement: Statement {
        let state = overdue ? "state = 'breached' AND stopped_at IS NULL" : "state = 'running' AND due_at IS NOT NULL"
        return Statement(
            """
            SELECT clock, "case", conversation, metric, promise, tier, team, category, assignee, due_at, now(),
                   count(*) OVER ()
            FROM api.clocks
            WHERE \(state)
              AND ($1::bigint IS NULL OR due_at <= now() + make_interval(secs => $1::bigint))
              AND ($2::text IS NULL OR metric = $2) AND ($3::text IS NULL OR promise = $3)
              AND ($4::text IS NULL OR tier = $4) AND ($5::text IS NULL OR team = $5)
              AND ($6::text IS NULL OR category = $6) AND ($7::text IS NULL OR assignee = $7)
              AND ($8::text IS NULL OR kind = $8)
            ORDER BY due_at, clock
            LIMIT $9
            """,
            within.flatMap { DurationText.seconds(in: $0) }.map { .int8($0) } ?? .null,
            .optional(filters.metric),
            .optional(filters.promise),
            .optional(filters.tier),
            .optional(filters.team),
            .optional(filters.category),
            .optional(filters.admin),
            .optional(filters.kind),
            .int8(Int64(limit))
        )
    }

    private func table(_ rows: Rows) -> TextTable {
        var table = TextTable("BREAKS>", "DUE (UTC)", "CLOCK", "TIER", "TEAM", "ADMIN", "CATEGORY", "CONVERSATION")
        for row in rows {
            let (due, now) = (Instant(microseconds: row.timestamp(9)), Instant(microseconds: row.timestamp(10)))
            table.add([
                CaseWords.time(to: due, from: now), CaseWords.time(due), row.text(0), row.textOrNull(5) ?? "",
                row.textOrNull(6) ?? "", row.textOrNull(8) ?? "", row.textOrNull(7) ?? "", row.text(2),
            ])
        }
        return table
    }

    private func json(_ row: Postgres.Row) -> JSONValue {
        [
            "clock": .string(row.text(0)), "case": .string(row.text(1)), "conversation": .string(row.text(2)),
            "metric": .string(row.text(3)), "promise": .text(row.textOrNull(4)), "tier": .text(row.textOrNull(5)),
            "team": .text(row.textOrNull(6)), "category": .text(row.textOrNull(7)),
            "admin": .text(row.textOrNull(8)),
            "due_at": .string(Instant(microseconds: row.timestamp(9)).description),
        ]
    }
}

/// Which clocks are meant.
struct ClockFilters: ParsableArguments {
    @Option(help: "Only of this metric, such as first_response.") var metric: String?
    @Option(help: "Only of this promise of the policy.") var promise: String?
    @Option(help: "Only of cases of this tier: P1, P2, P3 or P4.") var tier: String?
    @Option(help: "Only of this team's cases.") var team: String?
    @Option(help: "Only of cases of this category.") var category: String?
    @Option(help: "Only of this admin's cases.") var admin: String?
    @Option(help: "Only of cases of this kind.") var kind: String?

    func validate() throws {
        if let metric, Metric(rawValue: metric) == nil {
            let all = Metric.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no metric \(metric): \(all)")
        }
        try CaseFilters.check(kind: kind, tier: tier)
    }

    /// Refuses what there is not, where nothing was found.
    func check(on session: PostgresSession) async throws {
        try await CaseFilters(session: session).check(category: category, team: team, promise: promise, admin: admin)
    }
}

extension DurationText {
    /// The seconds of a duration such as `1h30m`; nil for what is none.
    static func seconds(in text: String) -> Int64? {
        let units: [Character: Int64] = ["w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1]
        var sum: Int64 = 0
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                guard let unit = units[character], let number = Int64(digits), number <= 1_000_000 else { return nil }
                sum += number * unit
                digits = ""
            }
        }
        return digits.isEmpty && sum > 0 ? sum : nil
    }
}
