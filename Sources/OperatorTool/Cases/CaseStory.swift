import Contract
import Postgres

/// What has happened to a case, each decision with its reason, from the view `api.case_history`.
struct CaseStory: Sendable {
    /// One decision.
    struct Step: Sendable {
        var number: Int64
        var type: String
        var time: Instant
        var actor: String
        var reason: String?
        /// The decision's facts, a flat JSON object.
        var detail: JSONValue

        /// A fact of the decision, when it has it.
        func fact(_ name: String) -> String? { detail[name].map { $0.text ?? $0.description } }
    }

    var facts: CaseFacts
    var steps: [Step]

    /// The story of a case, by the case's id or the conversation's name (then of its latest case); nil when there is none.
    static func find(_ name: String, on session: PostgresSession) async throws -> CaseStory? {
        let found = try await session.query(
            Statement(
                """
                SELECT "case" FROM api.cases WHERE "case" = $1 OR conversation = $1
                ORDER BY "case" = $1 DESC, number DESC LIMIT 1
                """,
                .text(name)
            )
        )
        guard let id = found.first?.text(0), let facts = try await CaseList(session: session).facts(of: id) else {
            return nil
        }
        let rows = try await session.query(
            Statement(
                """
                SELECT seq, type, time, actor, reason, detail::text FROM api.case_history WHERE "case" = $1 ORDER BY seq
                """,
                .text(id)
            )
        )
        return CaseStory(facts: facts, steps: rows.map(Step.init))
    }

    /// The story as JSON, with the entry that was asked for, and what is told of the surveys and the clocks.
    func json(entry: JSONValue?, surveys: JSONValue, clocks: [JSONValue]) -> JSONValue {
        [
            "entry": entry ?? .null, "case": facts.json, "history": .array(steps.map(\.json)),
            "surveys": surveys["surveys"] ?? .array([]),
            "refused_answers": surveys["refused"] ?? .array([]), "clocks": .array(clocks),
        ]
    }
}

extension CaseStory.Step {
    fileprivate init(_ row: Postgres.Row) {
        number = row.int(0)
        type = row.text(1)
        time = Instant(microseconds: row.timestamp(2))
        actor = row.text(3)
        reason = row.textOrNull(4)
        detail = (try? JSONValue(parsing: row.text(5))) ?? .null
    }

    fileprivate var json: JSONValue {
        [
            "seq": .integer(number), "type": .string(type), "time": .string(time.description), "actor": .string(actor),
            "reason": .text(reason), "detail": detail,
        ]
    }
}
