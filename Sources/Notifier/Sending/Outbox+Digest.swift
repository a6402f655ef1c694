import Contract
import Policy
import Templates

extension Outbox {
    /// How many cases a digest lists.
    private static let listed = 20

    /// An admin is told in one letter which cases wait; nothing, if none does or the policy has no digest any more.
    mutating func digest(_ key: Person.Key, _ cases: [WaitingCase]) {
        let person = person(key)
        let kind = NoticeKind.admin(.digest)
        guard rules.notices.digest != nil, !cases.isEmpty, person.isActive, rules.terms(kind).isOn else { return }
        let time = rules.time(of: person)
        let spoken = rules.spoken(person.language)
        let words = Words.of(spoken)
        var values = TemplateValues([
            "count": String(cases.count), "admin_name": person.name ?? key.recipient.id,
            "why": words.why[.yourDigest], "link": NoticeLinks.filled(rules.notices.links.admin, [:]),
        ])
        let list = cases.prefix(Self.listed).map { waiting in
            [
                "case": waiting.id, "subject": words.name(waiting.subject),
                "due": waiting.since.map { time.text($0, in: spoken) } ?? "–",
            ]
        }
        values.set("cases", to: list)
        let text = rules.text(kind, nil, for: person.language, withHTML: true) { _ in values }
        guard let text else { return }
        let notice = Notice(digest: text, to: key.recipient, at: now)
        receive(notice, key)
    }
}

extension Notice {
    /// A digest, which tells no event but its own.
    fileprivate init(digest text: NoticeText, to recipient: Recipient, at now: Instant) {
        let event = Event(
            topic: .notifications,
            partition: 0,
            seq: 0,
            type: "digest",
            version: 1,
            event: EventID.generate(at: now),
            time: now
        )
        self.init(.admin(.digest), to: recipient, reason: .yourDigest, about: event, text, link: nil)
    }
}
