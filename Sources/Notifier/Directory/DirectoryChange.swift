import Contract
import Policy
import Postgres

/// What an event of the directory changes in what is known about a person.
struct DirectoryChange: Sendable {
    /// The types of events that carry the directory.
    static let types: Set<String> = ["user.changed", "admin.changed"]

    let key: Person.Key
    let fields: Fields
    let isErased: Bool
    /// What is to stand in the unsubscribe link of a person who is new.
    let token = UUIDv7(high: .random(in: 0...(.max)), low: .random(in: 0...(.max)))

    /// The change that the event makes; nil for one that changes nothing that is kept, such as presence.
    init?(_ event: Event) {
        let audience: Recipient.Audience
        switch event.type {
        case "user.changed": audience = .user
        // Presence, which the admin's own act is, repeats only a part of the entry.
        case "admin.changed" where event["actor"]?.hasPrefix("admin:") != true: audience = .admin
        default: return nil
        }
        guard let id = event[audience.rawValue] else { return nil }
        key = Person.Key(partition: event.partition, recipient: Recipient(audience: audience, id: id))
        fields = event.fields
        isErased = event.isOn("erased")
    }

    /// The person as the entry has them; what this program knows besides stays.
    func applied(to former: Person?) -> Person {
        var person = Person(key)
        guard !isErased else { return person }
        person.name = text("name")
        person.email = text("email")
        person.language = language.flatMap { Language($0) }
        person.timezone = text("timezone")
        person.channels = text("channels").map(NoticeChannel.list)
        person.webhook = text("webhook")
        person.team = text("team")
        person.isSenior = fields["senior"] == "true"
        person.calendar = text("calendar")
        person.isActive = fields["active"] != "false"
        person.token = former?.token ?? token
        person.isUnsubscribed = former?.isUnsubscribed ?? false
        person.isEmailDead = former.map { $0.isEmailDead && $0.email == person.email } ?? false
        return person
    }

    private func text(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The language that the person is written to in: of an admin who has several, the first.
    private var language: String? {
        text("language") ?? text("languages").flatMap { $0.split { $0 == "," || $0 == " " }.first.map(String.init) }
    }

    /// Writes people's entries in place of those that were there; of several for one person the last counts.
    ///
    /// An address that mail came back from is tried again once the person has had another, or none, meanwhile. The rows of
    /// who is erased go with everything else that is kept of the person, when the erasure itself is told.
    static func put(_ changes: [DirectoryChange]) -> Statement? {
        let ofOne = Dictionary(grouping: changes, by: \.key).values
        let last = ofOne.compactMap(\.last).filter { !$0.isErased }
        guard !last.isEmpty else { return nil }
        let moved = Set(ofOne.filter { Set($0.map { $0.text("email") }).count > 1 }.map { $0[0].key })
        return Statement(
            """
            INSERT INTO notifier.people AS p (
                partition, audience, id, name, email, language, timezone, channels, webhook, team, senior, calendar, active,
                token, email_since
            )
            SELECT partition, audience, id, name, email, language, timezone, channels, webhook, team, senior, calendar, active,
                   token, CASE WHEN moved THEN now() END
            FROM unnest(
                $1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::boolean[], $12::text[], $13::boolean[], $14::uuid[], $15::boolean[]
            ) AS k (
                partition, audience, id, name, email, language, timezone, channels, webhook, team, senior, calendar, active,
                token, moved
            )
            ON CONFLICT (partition, audience, id) DO UPDATE
            SET name = EXCLUDED.name, email = EXCLUDED.email, language = EXCLUDED.language,
                timezone = EXCLUDED.timezone, channels = EXCLUDED.channels, webhook = EXCLUDED.webhook,
                team = EXCLUDED.team, senior = EXCLUDED.senior, calendar = EXCLUDED.calendar, active = EXCLUDED.active,
                email_since = CASE WHEN p.email IS DISTINCT FROM EXCLUDED.email THEN now()
                                   ELSE coalesce(EXCLUDED.email_since, p.email_since) END,
                dead_email = CASE WHEN p.email IS NOT DISTINCT FROM EXCLUDED.email AND EXCLUDED.email_since IS NULL
                                  THEN p.dead_email END
            """,
            parameters: [
                .int4s(last.map { Int32($0.key.partition) }), .texts(last.map(\.key.recipient.audience.rawValue)),
                .texts(last.map(\.key.recipient.id)), .texts(last.map { $0.text("name") }),
                .texts(last.map { $0.text("email") }), .texts(last.map(\.language)),
                .texts(last.map { $0.text("timezone") }), .texts(last.map { $0.text("channels") }),
                .texts(last.map { $0.text("webhook") }), .texts(last.map { $0.text("team") }),
                .bools(last.map { $0.fields["senior"] == "true" }), .texts(last.map { $0.text("calendar") }),
                .bools(last.map { $0.fields["active"] != "false" }), .uuids(last.map { $0.token.stored }),
                .bools(last.map { moved.contains($0.key) }),
            ]
        )
    }
}
