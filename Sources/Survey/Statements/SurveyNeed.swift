import Contract
import Postgres

/// Which surveys a batch is about, and the statements that read them.
struct SurveyNeed {
    private var cases: Set<CaseKey> = []
    private var tokens: Set<TokenKey> = []
    private var conversations: Set<ConversationKey> = []

    private struct CaseKey: Hashable {
        let partition: Int
        let id: String
    }

    private struct TokenKey: Hashable {
        let partition: Int
        let hash: [UInt8]
    }

    private struct ConversationKey: Hashable {
        let partition: Int
        let conversation: String
    }

    /// What the works are about.
    init(_ works: [SurveyWork], partitioning: Partitioning) {
        for work in works {
            switch work.request {
            case .told(let key, _), .due(let key), .reverse(let key):
                cases.insert(CaseKey(partition: work.partition, id: key.id.rawValue))
            case .answer(let given):
                if let token = SurveyToken(given.survey) {
                    // The survey stands in the answer's partition, whatever the partition was when the token was made; that
                    // of another conversation may stand there.
                    for partition in [work.partition, token.partition] {
                        tokens.insert(TokenKey(partition: partition, hash: token.hash))
                    }
                } else if work.isBackfill {
                    conversations.insert(
                        ConversationKey(partition: work.partition, conversation: work.conversation)
                    )
                }
            case .user: break
            }
        }
    }

    var isEmpty: Bool { cases.isEmpty && tokens.isEmpty && conversations.isEmpty }

    /// The surveys, all cycles of a case; then the answers to those that are answered.
    var statements: [Statement] { [surveys, answers] }

    private var keys: [Parameter] {
        [
            .int4s(cases.map { Int32($0.partition) }), .texts(cases.map(\.id)),
            .int4s(tokens.map { Int32($0.partition) }), .byteStrings(tokens.map(\.hash)),
            .int4s(conversations.map { Int32($0.partition) }), .texts(conversations.map(\.conversation)),
        ]
    }

    private var surveys: Statement {
        Statement(
            """
            SELECT \(CycleSurvey.columns)
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN survey.surveys AS s ON s.partition = k.partition AND s."case" = k."case"
            UNION
            SELECT \(CycleSurvey.columns)
            FROM unnest($3::int[], $4::bytea[]) AS k (partition, hash)
            JOIN survey.surveys AS s ON s.partition = k.partition AND s.token_hash = k.hash
            UNION
            SELECT \(CycleSurvey.columns)
            FROM unnest($5::int[], $6::text[]) AS k (partition, conversation)
            JOIN survey.surveys AS s ON s.partition = k.partition AND s.conversation = k.conversation
            """,
            parameters: keys
        )
    }

    private var answers: Statement {
        Statement(
            """
            WITH answered AS (
                SELECT s.partition, s."case", s.cycle
                FROM unnest($1::int[], $2::bytea[]) AS k (partition, hash)
                JOIN survey.surveys AS s ON s.partition = k.partition AND s.token_hash = k.hash
                UNION
                SELECT s.partition, s."case", s.cycle
                FROM unnest($3::int[], $4::text[]) AS k (partition, conversation)
                JOIN survey.surveys AS s ON s.partition = k.partition AND s.conversation = k.conversation
            )
            SELECT a.partition, a."case", a.cycle, a.event, a.time, a.source, a.fields, a.version
            FROM answered AS k
            JOIN survey.answers AS a ON a.partition = k.partition AND a."case" = k."case" AND a.cycle = k.cycle
            """,
            parameters: Array(keys.dropFirst(2))
        )
    }
}
