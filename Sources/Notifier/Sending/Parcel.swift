import Contract
import Mail
import Policy
import Webhooks

/// A letter that is ready to be sent: addressed, and claimed for one attempt.
struct Parcel: Sendable {
    /// What is sent.
    enum Content: Sendable {
        case mail(Message)
        case webhook(url: String, WebhookMessage)
    }

    let letter: Letter.Key
    let recipient: Recipient
    let channel: NoticeChannel
    /// Which attempt it is, from 1.
    private(set) var number = 1
    let content: Content

    /// What those who wait for each other go to.
    var target: String {
        switch content {
        case .mail: ""
        case .webhook(let url, _): url
        }
    }

    /// The letter to the person as the directory has them now; nil where it cannot be addressed.
    init?(_ letter: Letter, _ person: Person, _ rules: NoticeRules) {
        guard let content = letter.content else { return nil }
        self.letter = letter.key
        recipient = letter.recipient
        channel = letter.channel
        switch letter.channel {
        case .inApp: return nil
        case .email:
            guard let message = Self.message(letter, content, person, rules.notices.mail) else { return nil }
            self.content = .mail(message)
        case .webhook:
            guard let url = person.webhook,
                let message = try? WebhookMessage(
                    id: letter.key.id.description,
                    body: Self.body(letter, content)
                )
            else { return nil }
            self.content = .webhook(url: url, message)
        }
    }

    func attempt(_ number: Int) -> Parcel {
        var parcel = self
        parcel.number = number
        return parcel
    }

    /// The mail: the same to the byte at each attempt, unless the recipient has another address by then.
    private static func message(
        _ letter: Letter,
        _ content: LetterContent,
        _ person: Person,
        _ terms: MailTerms
    ) -> Message? {
        guard let from = terms.from.flatMap({ Address($0) }), let to = person.email.flatMap({ Address($0) }),
            let domain = MailDomain(String(from.domain)), let id = LetterID.messageID(of: letter.key, at: domain)
        else { return nil }
        var message = Message(
            id: id,
            from: Mailbox(from, name: HeaderText(terms.name)),
            to: Mailbox(to, name: person.name.map { HeaderText($0) }),
            subject: HeaderText(content.subject),
            text: content.text,
            html: HTMLText(escaped: content.html),
            date: letter.made
        )
        if let bounces = terms.bounces.flatMap({ Address($0) }) { message.returnPath = bounces }
        message.replyTo = terms.replyTo.flatMap { Address($0) }.map { Mailbox($0, name: HeaderText(terms.name)) }
        if let name = letter.case { message.join(Mail.MessageID(case: name, at: domain)) }
        message.unsubscribe = content.unsubscribe.flatMap { UnsubscribeLink($0) }
        if let file = content.enclosure, let name = FileName(file.name) {
            message.attachment = Attachment(name, file.form, file.text)
        }
        if letter.notices.contains(where: \.isAutomaticReply) { message.origin = .replied }
        return message
    }

    fileprivate static func body(_ letter: Letter, _ content: LetterContent) -> [UInt8] {
        var fields: Fields = [
            "recipient": letter.recipient.id, "audience": letter.recipient.audience.rawValue,
            "language": content.language, "subject": content.subject, "text": content.text,
        ]
        if let id = letter.case { fields.append("case", id) }
        if let conversation = letter.conversation { fields.append("conversation", conversation) }
        let data = fields.json.dropLast() + ",\"notices\":\(content.items)}"
        return Array(
            "{\"type\":\"notice\",\"timestamp\":\"\(letter.made)\",\"data\":\(data)}".utf8
        )
    }
}

extension Letter {
    /// Whether it says more than a webhook has room for, and may have to go as one.
    var isTooLong: Bool {
        guard let content, channel == .webhook || further.contains(.webhook) else { return false }
        return Parcel.body(self, content).count > WebhookMessage.longestBody
    }
}

/// The name that a letter has for mail systems, from which a bounce leads back to it.
enum LetterID {
    /// `letter.<partition>.<id>@domain`: its id is random, so nobody guesses one.
    static func messageID(of letter: Letter.Key, at domain: MailDomain) -> Mail.MessageID? {
        Mail.MessageID("letter.\(letter.partition).\(letter.id)@\(domain.name)")
    }

    /// The letter of that name, in the partition that it was made in; nil for a name that is none of a letter's.
    static func letter(_ id: Mail.MessageID) -> Letter.Key? {
        let parts = id.text.prefix { $0 != "@" }.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "letter", let partition = Int(parts[1]),
            (0..<Partitioning.allowedCounts.upperBound).contains(partition), let id = UUIDv7(String(parts[2]))
        else { return nil }
        return Letter.Key(partition: partition, id: id)
    }
}
