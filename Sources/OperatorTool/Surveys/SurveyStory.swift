import Contract
import Postgres

/// What became of the surveys of a case: who was asked or why nobody was, what they said, and which answers do not count.
struct SurveyStory: Sendable {
    /// The survey of one cycle.
    struct Survey: Sendable {
        var cycle: Int64
        var state: String
        var withheld: String?
        var dueAt: Instant?
        var sentAt: Instant?
        var remindedAt: Instant?
        var answeredAt: Instant?
        var expiresAt: Instant?
        var rating: Int64?
        var scale: Int64?
        var version: Int64
        var followedUpAt: Instant?
    }

    /// An answer that does not count.
    struct Refusal: Sendable {
        var at: Instant
        var source: String
        var id: String
        var code: String
        var detail: String
    }

    let surveys: [Survey]
    let refusals: [Refusal]

    /// Reads what is known of the surveys of a case.
    static func read(of id: String, on session: PostgresSession) async throws -> SurveyStory {
        let rows = try await session.run([
            Statement(
                """
                SELECT s.cycle::bigint, s.state, s.withheld, s.due_at, s.sent_at, s.reminded_at, s.answered_at, s.expires_at,
                       s.rating::bigint, s.scale::bigint, s.version::bigint, s.followed_up_at
                FROM api.cases AS c JOIN api.surveys AS s ON s.partition = c.partition AND s."case" = c."case"
                WHERE c."case" = $1 ORDER BY s.cycle
                """,
                .text(id)
            ),
            Statement(
                """
                SELECT r.at, r.source, r.id, r.code, r.detail
                FROM api.cases AS c JOIN api.survey_refusals AS r ON r.partition = c.partition
                WHERE c."case" = $1 AND (r."case" = c."case" OR (r."case" IS NULL AND r.conversation = c.conversation))
                ORDER BY r.at, r.event LIMIT 100
                """,
                .text(id)
            ),
        ])
        return SurveyStory(surveys: rows[0].map(Survey.init), refusals: rows[1].map(Refusal.init))
    }

    /// A line for each survey and each refused answer.
    var lines: [String] {
        let told =
            surveys.map { "  survey of cycle \($0.cycle): \($0.sentence)" }
            + refusals.map { answer in
                "  answer \(answer.id) of \(answer.source), \(CaseWords.time(answer.at)), REFUSED: \(answer.code): \(answer.detail)"
            }
        return told.flatMap { CaseStory.wrap($0, indent: 4) }
    }

    var json: JSONValue {
        ["surveys": .array(surveys.map(\.json)), "refused": .array(refusals.map(\.json))]
    }
}

extension SurveyStory.Survey {
    fileprivate init(_ row: Row) {
        func instant(_ column: Int) -> Instant? { row.timestampOrNull(column).map(Instant.init(microseconds:)) }
        cycle = row.int(0)
        state = row.text(1)
        withheld = row.textOrNull(2)
        dueAt = instant(3)
        sentAt = instant(4)
        remindedAt = instant(5)
        answeredAt = instant(6)
        expiresAt = instant(7)
        rating = row.intOrNull(8)
        scale = row.intOrNull(9)
        version = row.int(10)
        followedUpAt = instant(11)
    }

    fileprivate var sentence: String {
        let asked = sentAt.map { "asked \(CaseWords.time($0))" } ?? "asked"
        let reminded = remindedAt.map { ", reminded \(CaseWords.time($0))" } ?? ""
        switch state {
        case "scheduled": return "goes out\(dueAt.map { " \(CaseWords.time($0))" } ?? "")"
        case "withheld": return "not asked, \(withheld ?? ""): \(Self.why(withheld))"
        case "answered":
            let said = rating.flatMap { rating in scale.map { "\(rating) of \($0)" } } ?? "no rating"
            let amended = version > 1 ? ", amended \(version - 1) times" : ""
            let followUp = followedUpAt == nil ? "" : "; a follow-up was asked for"
            return
                "\(asked)\(reminded), answered\(answeredAt.map { " \(CaseWords.time($0))" } ?? ""): \(said)\(amended)\(followUp)"
        case "expired": return "\(asked)\(reminded), not answered in time"
        default:
            let until = expiresAt.map { ", can be answered until \(CaseWords.time($0))" } ?? ""
            return "\(asked)\(reminded), not answered yet\(until)"
        }
    }

    /// Why a user was not asked.
    private static func why(_ code: String?) -> String {
        switch code {
        case "spam": "it was spam"
        case "merged": "the case went on in another one"
        case "reopened": "the case went on before it was due"
        case "no_human": "no person took part"
        case "no_user": "it is not known who its user is"
        case "no_survey": "whoever resolved it wanted none"
        case "cool_down": "the user had been asked about something else shortly before"
        case "channel": "the policy asks nobody on that channel"
        case "stale": "the user had fallen silent"
        case "self_rating": "the user would rate their own work"
        case "user_erased": "the user is no longer known"
        default: CaseWords.plain(code ?? "for a reason that is not known")
        }
    }

    fileprivate var json: JSONValue {
        [
            "cycle": .integer(cycle), "state": .string(state), "withheld": .text(withheld),
            "due_at": .text(dueAt?.description), "sent_at": .text(sentAt?.description),
            "reminded_at": .text(remindedAt?.description), "answered_at": .text(answeredAt?.description),
            "expires_at": .text(expiresAt?.description), "rating": rating.map { .integer($0) } ?? .null,
            "scale": scale.map { .integer($0) } ?? .null, "version": .integer(version),
            "followed_up_at": .text(followedUpAt?.description), "explanation": .string(sentence),
        ]
    }
}

extension SurveyStory.Refusal {
    fileprivate init(_ row: Row) {
        at = Instant(microseconds: row.timestamp(0))
        source = row.text(1)
        id = row.text(2)
        code = row.text(3)
        detail = row.text(4)
    }

    fileprivate var json: JSONValue {
        [
            "at": .string(at.description), "source": .string(source), "id": .string(id), "code": .string(code),
            "detail": .string(detail),
        ]
    }
}
