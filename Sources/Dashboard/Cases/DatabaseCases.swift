import Contract
import Postgres
package import Program

/// Reads a case from the views of schema `api`.
package struct DatabaseCases: CaseSource {
    /// The members of a decision's detail that are codes, times and counts, and so may be shown.
    ///
    /// What anybody wrote is not: who needs it reads the conversation where it is answered. A member that is not named here
    /// stays hidden, and so does a value that does not look like a code, since publishers choose what they send.
    private static let codes: Set = [
        "acknowledge_by", "acknowledged_at", "admin", "answered_by", "article", "assignee", "category", "category_by",
        "channel", "code", "command", "confidence", "courtesy", "cycle", "due", "escalated_at", "escalation", "eta",
        "first", "first_reply_at", "follow_up", "for", "former_assignee", "former_category", "former_owner",
        "former_stage", "former_tier", "from", "in_favour_of", "into", "item_removed", "lacks", "language",
        "language_by", "level", "match", "merged_case", "merged_from", "message_no", "metric", "model", "opened_at",
        "outcome", "promise", "rated", "region", "reinstated", "reminder", "reopened", "replies", "resolved_at",
        "resolves_at", "role", "root_cause", "service", "silent", "spam", "spam_score", "split_from", "split_into",
        "stage", "status", "suggested_article", "suggested_category", "suspect", "team", "template", "template_edited",
        "tier", "tier_by", "to", "until", "user_warned", "version", "waiting_since", "was",
    ]

    /// The facts of a case that are ids, which need not look like codes.
    private static let ids: Set = ["Conversation", "Admin", "User", "Follows"]

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
            "Reason", "Root cause", "Follows",
        ]
        var facts = names.enumerated().compactMap { place, name in
            row.textOrNull(place).flatMap { Self.ids.contains(name) || Self.isCode($0) ? (name, $0) : nil }
        }
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
        if case .object(let members)? = try? JSONValue(parsing: row.text(5)) {
            for member in members where codes.contains(member.name) {
                switch member.value {
                case .string(let text) where isCode(text): facts.append("\(member.name) \(text)")
                case .number(let digits): facts.append("\(member.name) \(digits)")
                case .bool(let isTrue): facts.append("\(member.name) \(isTrue ? "yes" : "no")")
                default: break
                }
            }
        }
        return CaseFile.Step(
            number: Int(row.int(0)),
            type: row.text(1),
            time: Instant(microseconds: row.timestamp(2)),
            actor: row.text(3),
            reason: row.textOrNull(4).flatMap { isCode($0) ? $0 : nil },
            facts: facts
        )
    }

    /// Whether a text can be a code, an id, a number or a time: a short word of ASCII.
    private static func isCode(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "._-,/+".utf8.contains(byte)
            }
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
