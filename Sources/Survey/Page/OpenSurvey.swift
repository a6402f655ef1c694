import Contract
import Policy
import Postgres
import Satisfaction

/// A survey as its page shows it.
struct OpenSurvey: Sendable {
    let key: CycleSurvey.Key
    let conversation: String
    let language: String?
    let scale: Rating.Scale
    let resolvedAt: Instant?
    let sentAt: Instant
    let expiresAt: Instant
    /// When the first answer was given, if there is one.
    let answeredAt: Instant?
    let sheet: AnswerSheet
    /// Whether it asks a user who has been erased since.
    let isOfErased: Bool

    /// The survey that the token is of, as the database has it.
    ///
    /// It stands in the token's partition, unless the number of partitions was changed since the token was made.
    static func statement(_ token: SurveyToken) -> Statement {
        Statement(
            """
            SELECT \(CycleSurvey.columns) FROM survey.surveys AS s
            WHERE s.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
              AND s.token_hash = $1 AND s.sent_at IS NOT NULL
            """,
            .bytes(token.hash)
        )
    }

    /// A survey that has been sent.
    init?(_ survey: CycleSurvey) {
        guard survey.state.isOut, let sentAt = survey.sentAt, let expiresAt = survey.expiresAt else { return nil }
        key = survey.key
        conversation = survey.conversation
        language = survey.attribution.language
        sheet = survey.sheet
        scale = survey.sheet.scale ?? survey.scale
        resolvedAt = survey.scheduledAt
        self.sentAt = sentAt
        self.expiresAt = expiresAt
        answeredAt = survey.answeredAt
        isOfErased = survey.isOfErased
    }

    /// Until when it can be answered, or the answer amended.
    func locksAt(amendable: Duration?) -> Instant {
        guard let answeredAt, let amendable else { return expiresAt }
        return min(expiresAt, answeredAt + amendable)
    }
}

/// The letter by which an answer of the page reaches the survey's lane: exactly once, whatever becomes of Redis.
struct PostedAnswer: Sendable {
    let survey: OpenSurvey
    let token: SurveyToken
    let event: EventID
    let sheet: AnswerSheet
    let time: Instant

    /// Sends the letter; sent twice with one event it counts once.
    var statements: [Statement] {
        var fields: Fields = [
            "survey": token.text, "source": "survey", "id": event.description, "cause": event.description,
            "time": time.description,
        ]
        for field in sheet.fields { fields.append(field.name, field.value) }
        let letter = Statement(
            """
            INSERT INTO pipeline.mail_survey (partition, stage, sender, kind, conversation, fields)
            VALUES ($1, 'survey', $1, $2, $3, $4)
            """,
            .int4(Int32(survey.key.partition)),
            .text(LetterKind.answer),
            .text(survey.conversation),
            .text(fields.json)
        )
        return [Statement("BEGIN READ WRITE"), letter, Statement("COMMIT")]
    }
}
