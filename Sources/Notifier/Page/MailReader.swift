import Contract
import Postgres

/// Somebody who gets mail, as the token of the unsubscribe link finds them.
struct MailReader: Sendable {
    let key: Person.Key
    let language: String?
    let isUnsubscribed: Bool

    /// The reader whose token it is.
    static func statement(_ token: UUIDv7) -> Statement {
        Statement(
            """
            SELECT p.partition, p.audience, p.id, p.language, p.unsubscribed_at IS NOT NULL FROM notifier.people AS p
            WHERE p.token = $1
            """,
            .uuid(token.stored)
        )
    }

    init?(_ row: Row) {
        guard let audience = Recipient.Audience(rawValue: row.text(1)) else { return nil }
        key = Person.Key(partition: Int(row.int(0)), recipient: Recipient(audience: audience, id: row.text(2)))
        language = row.textOrNull(3)
        isUnsubscribed = row.bool(4)
    }

    /// The letter by which a wish reaches the lane that owns the reader's row; sent twice it changes nothing more.
    func letter(wantsMail: Bool) -> [Statement] {
        let fields: Fields = ["audience": key.recipient.audience.rawValue, "recipient": key.recipient.id]
        let letter = Statement(
            """
            INSERT INTO pipeline.mail_notifier (partition, stage, sender, kind, conversation, fields)
            VALUES ($1, 'notifier', $1, $2, $3, $4)
            """,
            .int4(Int32(key.partition)),
            .text(wantsMail ? Outbox.Kind.subscribe : Outbox.Kind.unsubscribe),
            .text(key.recipient.id),
            .text(fields.json)
        )
        return [Statement("BEGIN READ WRITE"), letter, Statement("COMMIT")]
    }
}
