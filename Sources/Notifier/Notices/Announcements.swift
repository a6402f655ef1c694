import Contract
import Pipeline
import Policy
import Postgres
import Templates

/// What a batch of events has to be told to whom: in the application at once, outside of it by the recipient's partition.
struct Announcements {
    /// The kinds of letters that go to a recipient's partition.
    enum LetterKind {
        static let notice = "notice"
        static let withdraw = "withdraw"
    }

    let rules: NoticeRules
    let means: Means
    let partitioning: Partitioning
    let people: People
    private let now: Instant

    private(set) var book: LedgerBook
    private(set) var letters: [OutgoingLetter] = []
    private(set) var fates: [ReplyFate] = []

    init(
        _ rules: NoticeRules,
        _ means: Means,
        _ partitioning: Partitioning,
        _ people: People,
        now: Instant
    ) {
        self.rules = rules
        self.means = means
        self.partitioning = partitioning
        self.people = people
        self.now = now
        book = LedgerBook(now: now)
    }

    /// What is to be written about what was told.
    var statements: [Statement] { book.statements }

    /// Tells an event to each of its readers, to nobody twice.
    mutating func tell(_ event: Event, _ tidings: Tidings, surveyTokens: [String: String]) {
        var told: Set<String> = []
        for proposal in tidings.proposals {
            for recipient in people.readers(proposal.readers, rules) where told.insert(recipient.id).inserted {
                // Who has asked a team for help need not be told that it was asked.
                if proposal.readers.areMany, event["actor"] == recipient.actor { continue }
                var proposal = proposal
                if case .user(.survey) = proposal.kind {
                    let token = event["survey"].flatMap { surveyTokens[$0] }
                    proposal.values["survey_link"] = token.flatMap {
                        NoticeLinks.filled(rules.notices.links.survey, ["token": $0])
                    }
                }
                if proposal.suppression == nil, !rules.terms(proposal.kind).isOn { proposal.suppression = .switchedOff }
                tell(event, proposal, to: recipient)
            }
        }
        for proposal in tidings.proposals { noteUnread(proposal, event, &told) }
        for withdrawal in tidings.withdrawals {
            for recipient in people.readers(withdrawal.readers, rules) where !told.contains(recipient.id) {
                withdraw(withdrawal, from: recipient, event)
            }
        }
    }

    /// Enters what a team or department would be told, if only somebody stood behind it.
    private mutating func noteUnread(_ proposal: Proposal, _ event: Event, _ told: inout Set<String>) {
        guard case .team(let name) = proposal.readers, proposal.suppression == nil,
            rules.terms(proposal.kind).isOn, people.readers(proposal.readers, rules).isEmpty,
            told.insert(name).inserted
        else { return }
        var proposal = proposal
        proposal.suppression = .nobody
        tell(event, proposal, to: Recipient(audience: .admin, id: name))
    }

    private mutating func tell(_ event: Event, _ proposal: Proposal, to recipient: Recipient) {
        let person = rules.completed(people[recipient])
        let wanted = rules.channels(proposal.kind, person)
        let reach = Reach(wanted, person, rules, means, isEssential: rules.isEssential(proposal.kind))
        guard proposal.suppression == nil,
            let text = text(of: event, proposal, for: person, withHTML: !reach.channels.isEmpty)
        else {
            let channel = wanted.first ?? .inApp
            let reason = proposal.suppression?.rawValue ?? "no_text"
            book.add(
                entry(proposal.kind, recipient, event, channel, .suppressed, reason),
                about: NoticeEvent(event)
            )
            return takeBack(proposal, from: recipient, event)
        }
        let link = proposal.values["survey_link"] ?? rules.link(to: event, for: recipient.audience)
        let notice = Notice(
            proposal.kind,
            to: recipient,
            reason: proposal.reason,
            author: proposal.author,
            about: event,
            text,
            link: link
        )
        if wanted.contains(.inApp) {
            book.add(
                entry(proposal.kind, recipient, event, .inApp, .sent, notice.reason),
                about: NoticeEvent(event),
                notice
            )
        }
        guard reach.channels.isEmpty else {
            return send(LetterKind.notice, to: recipient, from: event.partition, notice.fields)
        }
        takeBack(proposal, from: recipient, event)
        if let (channel, cause) = reach.obstacle {
            book.add(
                entry(proposal.kind, recipient, event, channel, .suppressed, cause.rawValue),
                about: NoticeEvent(event)
            )
            guard cause == .addressBounced else { return }
            let key = Person.Key(partition: event.partition, recipient: recipient)
            let told = LetterNotice(notice, notification: UUIDv7.generate(at: now))
            if let fate = ReplyFate(told, to: key, hasArrived: false, cause.rawValue) { fates.append(fate) }
        }
    }

    /// Takes back what a notice contradicts that does not reach the recipient's partition itself.
    private mutating func takeBack(_ proposal: Proposal, from recipient: Recipient, _ event: Event) {
        guard !proposal.contradicts.isEmpty else { return }
        withdraw(
            Tidings.Withdrawal(readers: .one(recipient), kinds: proposal.contradicts, clock: event["clock"]),
            from: recipient,
            event
        )
    }

    /// Tells the recipient's partition what need not be told any more; nothing waits for whom nothing is sent to.
    private mutating func withdraw(_ withdrawal: Tidings.Withdrawal, from recipient: Recipient, _ event: Event) {
        guard let id = event.case else { return }
        let person = rules.completed(people[recipient])
        let isReached = withdrawal.kinds.contains { kind in
            !Reach(rules.channels(kind, person), person, rules, means, isEssential: true).channels.isEmpty
        }
        guard isReached else { return }
        var fields: Fields = [
            "audience": recipient.audience.rawValue, "recipient": recipient.id, "case": id.rawValue,
            "kinds": withdrawal.kinds.map(\.name).sorted().joined(separator: ","), "event": event.event.description,
        ]
        if let clock = withdrawal.clock { fields.append("clock", clock) }
        send(LetterKind.withdraw, to: recipient, from: event.partition, fields)
    }

    private mutating func send(_ kind: String, to recipient: Recipient, from partition: Int, _ fields: Fields) {
        letters.append(
            OutgoingLetter(
                from: partition,
                to: partitioning.partition(of: recipient.id),
                kind: kind,
                conversation: recipient.id,
                fields: fields
            )
        )
    }

    private func entry(
        _ kind: NoticeKind,
        _ recipient: Recipient,
        _ event: Event,
        _ channel: NoticeChannel,
        _ state: LedgerEntry.State,
        _ reason: String
    ) -> LedgerEntry {
        LedgerEntry(kind, to: recipient, about: event, by: channel, state, reason, at: now)
    }

    private mutating func text(
        of event: Event,
        _ proposal: Proposal,
        for person: Person,
        withHTML: Bool
    ) -> NoticeText? {
        if proposal.kind == .user(.autoAnswered) { return NoticeText(articleOf: event, withHTML: withHTML) }
        let language = language(of: event, for: person, proposal)
        let spoken = rules.spoken(language)
        var extra = proposal.values
        if proposal.kind == .user(.received), let reply = event["expected_reply_at"],
            let expected = Instant(rfc3339: reply), expected > now
        {
            extra["expected_reply"] = rules.time(of: person).text(expected, in: spoken)
        }
        let values = NoticeValues(event: event, person: person, rules: rules, names: people.names, language: language)
        let caseKind = event["kind"].flatMap(CaseKind.init(rawValue:))
        return rules.text(proposal.kind, caseKind, for: language, withHTML: withHTML) { needed in
            values.values(proposal.kind, proposal.reason, extra, needed: needed)
        }
    }

    /// What a user is written to in: what they write, else what the directory says; what an admin is, the directory says.
    private func language(of event: Event, for person: Person, _ proposal: Proposal) -> Language? {
        let written = (event["user_language"] ?? event["language"]).flatMap { Language($0) }
        switch person.key.recipient.audience {
        case .user where proposal.reason == .otherParty || proposal.reason == .owner: return person.language
        case .user: return written ?? person.language
        case .admin: return person.language ?? event["admin_language"].flatMap { Language($0) }
        }
    }

    /// Tells a user honestly that the reply takes longer than they were told, and when it comes now.
    mutating func ownUp(_ late: Event, to user: String) {
        let person = people[Recipient(audience: .user, id: user)]
        let spoken = rules.spoken(late["language"].flatMap { Language($0) } ?? person.language)
        var text = Words.of(spoken).takesLonger
        if let expected = late["expected_reply_at"].flatMap({ Instant(rfc3339: $0) }) {
            text += " " + Words.of(spoken).expectedBy(rules.time(of: person).text(expected, in: spoken))
        }
        var fields: Fields = ["user": user, "actor": "system", "text": text]
        for name in ["kind", "language", "category", "tier", "team", "backfill"] {
            if let value = late[name] { fields.append(name, value) }
        }
        let event = late.with(fields)
        var tidings = Tidings.toUser(.updated, .yourCase, event)
        if late.isStale(now) {
            for place in tidings.proposals.indices { tidings.proposals[place].suppression = .stale }
        }
        tell(event, tidings, surveyTokens: [:])
    }
}

extension Event {
    /// The same event as it is told to somebody.
    fileprivate func with(_ fields: Fields) -> Event {
        Event(
            topic: topic,
            partition: partition,
            seq: seq,
            type: type,
            version: version,
            event: event,
            time: time,
            conversation: conversation,
            case: `case`,
            cause: cause,
            traceparent: traceparent,
            fields: fields
        )
    }
}
