import Contract
import Policy
import Postgres

/// Somebody who is told things, as the directory has them.
struct Person: Sendable, Equatable {
    /// Where a person's row stands.
    struct Key: Hashable, Sendable {
        /// The partition of the person's id.
        let partition: Int
        let recipient: Recipient

        init(_ recipient: Recipient, _ partitioning: Partitioning) {
            self.recipient = recipient
            partition = partitioning.partition(of: recipient.id)
        }

        init(partition: Int, recipient: Recipient) {
            self.partition = partition
            self.recipient = recipient
        }
    }

    let key: Key
    var name: String?
    var email: String?
    var language: Language?
    var timezone: String?
    /// The channels that the person wants, in order; nil for the policy's.
    var channels: [NoticeChannel]?
    var webhook: String?
    var team: String?
    var isSenior = false
    var calendar: String?
    var isActive = true
    /// What stands in the person's unsubscribe link; nil for somebody whom the directory does not have.
    var token: UUIDv7?
    var isUnsubscribed = false
    /// Whether mail to this very address came back.
    var isEmailDead = false

    /// Somebody of whom only the id is known.
    init(_ key: Key) { self.key = key }

    /// Whether the directory has the person.
    var isKnown: Bool { token != nil }
}

/// Reads the directory's entries of people, and the admins of teams, in one trip.
struct SelectPeople {
    static let columns = """
        p.partition, p.audience, p.id, p.name, p.email, p.language, p.timezone, p.channels, p.webhook, p.team, p.senior,
        p.calendar, p.active, p.token, p.unsubscribed_at IS NOT NULL, coalesce(p.dead_email = p.email, false)
        """

    let keys: [Person.Key]

    var statement: Statement {
        Statement(
            """
            SELECT \(Self.columns)
            FROM unnest($1::int[], $2::text[], $3::text[]) AS k (partition, audience, id)
            JOIN notifier.people AS p ON p.partition = k.partition AND p.audience = k.audience AND p.id = k.id
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.recipient.audience.rawValue)),
            .texts(keys.map(\.recipient.id))
        )
    }

    /// The admins of those teams, and all seniors if `seniors`.
    static func teams(_ teams: Set<String>, seniors: Bool, partitions: Int) -> Statement {
        Statement(
            """
            SELECT \(columns) FROM notifier.people AS p
            WHERE p.audience = 'admin' AND p.active AND p.team = ANY ($1::text[]) AND p.partition = ANY ($2::int[])
            UNION ALL
            SELECT \(columns) FROM notifier.people AS p
            WHERE $3 AND p.audience = 'admin' AND p.active AND p.senior AND p.partition = ANY ($2::int[])
              AND coalesce(p.team, '') <> ALL ($1::text[])
            ORDER BY 3
            LIMIT 1000
            """,
            .texts(teams.sorted()),
            .int4s((0..<partitions).map(Int32.init)),
            .bool(seniors)
        )
    }
}

extension Person {
    /// A row as ``SelectPeople`` gives it.
    init?(_ row: Row) {
        guard let audience = Recipient.Audience(rawValue: row.text(1)) else { return nil }
        key = Key(partition: Int(row.int(0)), recipient: Recipient(audience: audience, id: row.text(2)))
        name = row.textOrNull(3)
        email = row.textOrNull(4)
        language = row.textOrNull(5).flatMap { Language($0) }
        timezone = row.textOrNull(6)
        channels = row.textOrNull(7).map(NoticeChannel.list)
        webhook = row.textOrNull(8)
        team = row.textOrNull(9)
        isSenior = row.bool(10)
        calendar = row.textOrNull(11)
        isActive = row.bool(12)
        let id = row.uuid(13)
        token = UUIDv7(high: id.high, low: id.low)
        isUnsubscribed = row.bool(14)
        isEmailDead = row.bool(15)
    }
}

extension NoticeChannel {
    /// The channels of a comma-separated text that this product delivers by, each once.
    ///
    /// The publishers' words for where a user is, `web` and `api`, mean the application.
    static func list(_ text: String) -> [NoticeChannel] {
        var channels: [NoticeChannel] = []
        for word in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let channel: NoticeChannel? =
                switch word {
                case "web", "api", "social": .inApp
                default: NoticeChannel(rawValue: String(word))
                }
            if let channel, !channels.contains(channel) { channels.append(channel) }
        }
        return channels
    }
}
