import Contract
import Postgres

/// The rows of `ingest.messages` that a batch adds.
struct MessageRows {
    private var partitions: [Int32] = []
    private var conversations: [String?] = []
    private var numbers: [Int64?] = []
    private var messages: [PostgresUUID?] = []
    private var times: [Int64?] = []
    private var sources: [String?] = []
    private var ids: [String?] = []
    private var roles: [String?] = []
    private var authors: [String?] = []
    private var texts: [String?] = []
    private var extras = SparseTexts()
    private var optional = [SparseTexts](repeating: SparseTexts(), count: Self.optionalNames.count)

    /// The fields that not every message has, in the order of the statement's columns.
    private static let optionalNames: [FieldName] = [
        .channel, .language, .region, .category, .tier, .visibility, .campaign, .template, .templateEdited,
        .attachments, .replyTo,
    ]
    private static let optionalTexts = optionalNames.map(\.text)

    init(capacity: Int) {
        partitions.reserveCapacity(capacity)
        conversations.reserveCapacity(capacity)
        numbers.reserveCapacity(capacity)
        messages.reserveCapacity(capacity)
        times.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
        ids.reserveCapacity(capacity)
        roles.reserveCapacity(capacity)
        authors.reserveCapacity(capacity)
        texts.reserveCapacity(capacity)
    }

    mutating func append(_ submission: Submission, _ acceptance: Acceptance, in partition: Int) {
        let row = partitions.count
        partitions.append(Int32(truncatingIfNeeded: partition))
        conversations.append(submission.conversation?.rawValue)
        numbers.append(acceptance.number)
        messages.append(PostgresUUID(high: acceptance.message.high, low: acceptance.message.low))
        times.append(submission.time.microseconds)
        sources.append(submission.source.rawValue)
        ids.append(submission.id)

        var role: String?
        var text: String?
        var persons: (user: String?, admin: String?, bot: String?)
        var extra = Fields()
        for field in submission.fields {
            switch field.name {
            case "source", "id": break
            case "role": role = field.value
            case "text": text = field.value
            case "user": persons.user = field.value
            case "admin": persons.admin = field.value
            case "bot": persons.bot = field.value
            default:
                if let column = Self.optionalTexts.firstIndex(of: field.name) {
                    optional[column].set(field.value, at: row)
                } else if field.name.hasPrefix("x-") {
                    extra.append(field.name, field.value)
                }
            }
        }
        roles.append(role)
        authors.append(role == "user" ? persons.user : role == "admin" ? persons.admin : persons.bot)
        texts.append(text)
        if !extra.isEmpty { extras.set(extra.json, at: row) }
    }

    func insert(now: Instant) -> Statement? {
        guard !partitions.isEmpty else { return nil }
        let required: [Parameter] = [
            .int4s(partitions), .texts(conversations), .int8s(numbers), .uuids(messages), .timestamps(times),
            .texts(sources), .texts(ids), .texts(roles), .texts(authors), .texts(texts), .timestamp(now.microseconds),
        ]
        return Statement(
            Self.text,
            rows: partitions.count,
            parameters: required + (optional + [extras]).map { .texts($0.values) }
        )
    }

    private static let text = RowsText(
        """
        INSERT INTO ingest.messages (
            partition, conversation, message_no, message, time, source, id, role, author, text, accepted_at,
            channel, language, region, category, tier, visibility, campaign, template, template_edited, attachments,
            reply_to, extra
        )
        SELECT partition, conversation, message_no, message, time, source, id, role, author, text, $11,
               channel, language, region, category, tier, visibility, campaign, template, template_edited, attachments,
               reply_to, extra
        FROM (
            SELECT
                unnest($1::int[]) AS partition, unnest($2::text[]) AS conversation, unnest($3::bigint[]) AS message_no,
                unnest($4::uuid[]) AS message, unnest($5::timestamptz[]) AS time, unnest($6::text[]) AS source,
                unnest($7::text[]) AS id, unnest($8::text[]) AS role, unnest($9::text[]) AS author,
                unnest($10::text[]) AS text, unnest($12::text[]) AS channel, unnest($13::text[]) AS language,
                unnest($14::text[]) AS region, unnest($15::text[]) AS category, unnest($16::text[]) AS tier,
                unnest($17::text[]) AS visibility, unnest($18::text[]) AS campaign, unnest($19::text[]) AS template,
                unnest($20::text[]) AS template_edited, unnest($21::text[]) AS attachments,
                unnest($22::text[]) AS reply_to, unnest($23::text[]) AS extra
        ) AS n
        """
    )
}

/// A column that most rows leave empty: as long as its last value, since `unnest` fills shorter arrays with NULL.
private struct SparseTexts {
    private(set) var values: [String?] = []

    mutating func set(_ value: String, at row: Int) {
        while values.count < row { values.append(nil) }
        values.append(value)
    }
}
