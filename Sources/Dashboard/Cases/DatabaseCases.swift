import Contract
import Postgres
package import Program

/// Reads a case from the views of schema `api`.
package struct DatabaseCases: CaseSource {
    /// What of a decision is shown, in this order; nothing that somebody has written: who needs that reads the conversation
    /// where it is answered.
    private static let shown = [
        "category", "category_by", "confidence", "tier", "tier_by", "team", "admin", "assignee", "former_assignee",
        "to",
        "match", "lacks", "channel", "language", "region", "stage", "outcome", "root_cause", "in_favour_of", "for",
        "until", "eta", "into", "follows", "replies", "template", "article", "silent", "impact", "cycle",
    ]

    /// Of those, what somebody or something is called.
    private static let names: Set = ["admin", "assignee", "former_assignee", "to", "into", "follows"]

    private let database: ReadPool

    package init(_ database: ReadPool) {
        self.database = database
    }

    package func caseFile(_ id: String) async throws -> CaseFile? {
        let results = try await database.run(
            [Self.matter, Self.history, Self.clocks, Self.notices].map { Statement($0, .text(id)) }
        )
        guard let row = results[0].first else { return nil }
        let names = [
            "Conversation", "Kind", "State", "Category", "Tier", "Team", "Admin", "User", "Channel", "Outcome",
            "Reason",
            "Root cause", "Follows",
        ]
        var facts = names.enumerated().compactMap { place, name in row.textOrNull(place).map { (name, $0) } }
        let reopened = row.int(names.count)
        if reopened > 0 { facts.append(("Reopened", reopened == 1 ? "once" : "\(reopened) times")) }
        return CaseFile(
            id: id,
            facts: facts,
            openedAt: Instant(microseconds: row.timestamp(names.count + 1)),
            steps: results[1].map(Self.step),
            clocks: results[2].map(Self.clock),
            notices: results[3].map(Self.notice)
        )
    }

    private static func step(_ row: Row) -> CaseFile.Step {
        var facts: [String] = []
        if let detail = try? JSONValue(parsing: row.text(5)) {
            for name in shown {
                let word = name.replacing("_", with: " ")
                switch detail[name] {
                case .string(let text)? where !text.isEmpty:
                    facts.append("\(word) \(names.contains(name) ? text : text.replacing("_", with: " "))")
                case .number(let digits)?: facts.append("\(word) \(digits)")
                case .bool(let isTrue)?: facts.append("\(word) \(isTrue ? "yes" : "no")")
                default: break
                }
            }
        }
        return CaseFile.Step(
            number: Int(row.int(0)),
            type: row.text(1),
            time: Instant(microseconds: row.timestamp(2)),
            actor: row.text(3),
            reason: row.textOrNull(4),
            facts: facts
        )
    }

    private static func clock(_ row: Row) -> CaseFile.Clock {
        CaseFile.Clock(
            metric: row.text(0),
            promise: row.textOrNull(1),
            state: row.text(2),
            startedAt: Instant(microseconds: row.timestamp(3)),
            dueAt: instant(row, 4),
            stoppedAt: instant(row, 5),
            elapsed: row.doubleOrNull(6),
            working: row.doubleOrNull(7),
            reason: row.textOrNull(8)
        )
    }

    private static func notice(_ row: Row) -> CaseFile.Notice {
        CaseFile.Notice(
            type: row.text(0),
            recipient: row.text(1),
            channel: row.text(2),
            state: row.text(3),
            reason: row.text(4),
            queuedAt: Instant(microseconds: row.timestamp(5)),
            sentAt: instant(row, 6)
        )
    }

    private static func instant(_ row: Row, _ column: Int) -> Instant? {
        row.timestampOrNull(column).map(Instant.init(microseconds:))
    }

    private static let partitions =
        "partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))"

    private static let matter = """
        SELECT conversation, kind, state, category, tier, team, assignee, "user", channel, outcome, reason, root_cause, follows,
               coalesce(reopened, 0)::bigint, opened_at
        FROM api.cases WHERE "case" = $1
        """

    private static let history = """
        SELECT seq::bigint, type, time, actor, reason, detail::text FROM api.case_history
        WHERE \(partitions) AND "case" = $1 ORDER BY seq LIMIT 1000
        """

    private static let clocks = """
        SELECT metric, promise, state, started_at, due_at, stopped_at, elapsed::float8, business_elapsed::float8, reason
        FROM api.clocks WHERE \(partitions) AND "case" = $1 ORDER BY started_at, metric, promise LIMIT 500
        """

    private static let notices = """
        SELECT type, recipient, channel, state, reason, queued_at, sent_at
        FROM api.notifications WHERE "case" = $1 ORDER BY queued_at, recipient LIMIT 500
        """
}
