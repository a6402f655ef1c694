import Contract
import Policy
import Postgres

/// Why a notice does not go out at once.
enum Hold: String, Sendable {
    case coalesced
    case quietHours = "quiet_hours"
    case budget
}

/// A notice that waits for its time.
struct HeldNotice: Sendable, Equatable {
    let person: Person.Key
    let due: Instant
    let hold: Hold
    let notification: UUIDv7
    let channel: NoticeChannel
    let notice: Notice

    /// The notice as its row has it, with what belongs to its place in the ledger.
    fileprivate var json: String {
        var fields = notice.fields
        fields.append("notification", notification.description)
        fields.append("channel", channel.rawValue)
        return fields.json
    }
}

/// Writes notices that wait.
struct InsertHeld {
    let notices: [HeldNotice]

    var statement: Statement {
        Statement(
            """
            INSERT INTO notifier.waiting (partition, audience, recipient, event, due, held, type, "case", clock, notice)
            SELECT
                unnest($1::int[]), unnest($2::text[]), unnest($3::text[]), unnest($4::uuid[]),
                unnest($5::timestamptz[]), unnest($6::text[]), unnest($7::text[]), unnest($8::text[]),
                unnest($9::text[]), unnest($10::text[])
            """,
            parameters: [
                .int4s(notices.map { Int32($0.person.partition) }),
                .texts(notices.map(\.person.recipient.audience.rawValue)),
                .texts(notices.map(\.person.recipient.id)), .uuids(notices.map { $0.notice.event.stored }),
                .timestamps(notices.map(\.due.microseconds)), .texts(notices.map(\.hold.rawValue)),
                .texts(notices.map(\.notice.kind.name)), .texts(notices.map(\.notice.case)),
                .texts(notices.map(\.notice.clock)), .texts(notices.map(\.json)),
            ]
        )
    }
}

/// Removes notices that wait no longer.
struct DeleteHeld {
    let notices: [HeldNotice]

    var statement: Statement {
        Statement(
            """
            DELETE FROM notifier.waiting AS w
            USING (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS audience, unnest($3::text[]) AS id,
                    unnest($4::uuid[]) AS event
            ) AS k
            WHERE w.partition = k.partition AND w.audience = k.audience AND w.recipient = k.id AND w.event = k.event
            """,
            .int4s(notices.map { Int32($0.person.partition) }),
            .texts(notices.map(\.person.recipient.audience.rawValue)),
            .texts(notices.map(\.person.recipient.id)),
            .uuids(notices.map { $0.notice.event.stored })
        )
    }
}

/// Reads all that waits for people; there are at most ``Pacing/mostHeld`` for each.
struct SelectHeld {
    let people: [Person.Key]

    var statement: Statement {
        Statement(
            """
            SELECT w.partition, w.audience, w.recipient, w.due, w.held, w.notice
            FROM unnest($1::int[], $2::text[], $3::text[]) AS k (partition, audience, id)
            JOIN notifier.waiting AS w
              ON w.partition = k.partition AND w.audience = k.audience AND w.recipient = k.id
            ORDER BY w.event
            """,
            .int4s(people.map { Int32($0.partition) }),
            .texts(people.map(\.recipient.audience.rawValue)),
            .texts(people.map(\.recipient.id))
        )
    }
}

extension HeldNotice {
    /// A row as ``SelectHeld`` gives it; nil for one that this version did not write.
    init?(_ row: Row) {
        guard let audience = Recipient.Audience(rawValue: row.text(1)), let hold = Hold(rawValue: row.text(4)),
            let fields = try? Fields(json: row.text(5)), let notice = Notice(fields),
            let id = fields["notification"].flatMap({ UUIDv7($0) }),
            let channel = fields["channel"].flatMap(NoticeChannel.init(rawValue:))
        else { return nil }
        person = Person.Key(partition: Int(row.int(0)), recipient: Recipient(audience: audience, id: row.text(2)))
        due = Instant(microseconds: row.timestamp(3))
        self.hold = hold
        notification = id
        self.channel = channel
        self.notice = notice
    }
}
