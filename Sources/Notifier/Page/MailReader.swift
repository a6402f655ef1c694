import Contract
import Policy
import Postgres

/// Somebody who gets mail, as the token of the unsubscribe link finds them.
struct MailReader: Sendable {
    let key: Person.Key
    let language: String?
    /// The channels that the reader wants; nil for the policy's.
    let channels: [NoticeChannel]?
    let hasWebhook: Bool
    let isUnsubscribed: Bool

    /// The reader whose token it is.
    static func statement(_ token: UUIDv7) -> Statement {
        Statement(
            """
            SELECT p.partition, p.audience, p.id, p.language, p.channels, p.webhook IS NOT NULL,
                   p.unsubscribed_at IS NOT NULL
            FROM notifier.people AS p
            WHERE p.token = $1
            """,
            .uuid(token.stored)
        )
    }

    init?(_ row: Row) {
        guard let audience = Recipient.Audience(rawValue: row.text(1)) else { return nil }
        key = Person.Key(partition: Int(row.int(0)), recipient: Recipient(audience: audience, id: row.text(2)))
        language = row.textOrNull(3)
        channels = row.textOrNull(4).map(NoticeChannel.list).flatMap { $0.isEmpty ? nil : $0 }
        hasWebhook = row.bool(5)
        isUnsubscribed = row.bool(6)
    }

    /// What is left of the reader's channels without mail, where those of the policy are its own for users.
    func ways(besidesMail policy: [NoticeChannel]) -> [NoticeChannel] {
        (channels ?? policy).filter { channel in
            switch channel {
            case .inApp: true
            case .webhook: hasWebhook
            case .email: false
            }
        }
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
