import Contract
import Policy

/// What became of one attempt to send a letter, as it comes back to the recipient's partition.
struct SendReport: Sendable, Equatable {
    enum Verdict: String, Sendable {
        case delivered
        /// Not now or later.
        case refused
        /// Perhaps later; or it may have arrived, and then the same letter comes again.
        case again
        /// Nothing was tried.
        case untried
    }

    let letter: Letter.Key
    let recipient: Recipient
    let channel: NoticeChannel
    let attempt: Int
    let verdict: Verdict
    /// What happened, in a word for operators; it names nobody.
    let cause: String
    let retryAfter: Duration?
    let at: Instant
    /// Whether the address will not take mail, now or later.
    let isAddressDead: Bool

    var fields: Fields {
        var fields: Fields = [
            "letter": letter.id.description, "audience": recipient.audience.rawValue, "recipient": recipient.id,
            "channel": channel.rawValue, "attempt": String(attempt), "verdict": verdict.rawValue, "cause": cause,
            "at": at.description,
        ]
        if let retryAfter { fields.append("retry_after", String(retryAfter.components.seconds)) }
        if isAddressDead { fields.append("dead", "true") }
        return fields
    }

    init(
        _ parcel: Parcel,
        _ verdict: Verdict,
        cause: String,
        retryAfter: Duration? = nil,
        at: Instant,
        isAddressDead: Bool = false
    ) {
        letter = parcel.letter
        recipient = parcel.recipient
        channel = parcel.channel
        attempt = parcel.number
        self.verdict = verdict
        self.cause = cause
        self.retryAfter = retryAfter
        self.at = at
        self.isAddressDead = isAddressDead
    }

    /// The report of a letter of the partition; nil for one that this version did not write.
    init?(_ fields: Fields, partition: Int) {
        guard let id = fields["letter"].flatMap({ UUIDv7($0) }),
            let audience = fields["audience"].flatMap(Recipient.Audience.init(rawValue:)),
            let recipient = fields["recipient"],
            let channel = fields["channel"].flatMap(NoticeChannel.init(rawValue:)),
            let attempt = fields["attempt"].flatMap({ Int($0) }),
            let verdict = fields["verdict"].flatMap(Verdict.init(rawValue:)),
            let at = fields["at"].flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        letter = Letter.Key(partition: partition, id: id)
        self.recipient = Recipient(audience: audience, id: recipient)
        self.channel = channel
        self.attempt = attempt
        self.verdict = verdict
        cause = fields["cause"] ?? ""
        retryAfter = fields["retry_after"].flatMap { Int64($0) }.map { .seconds($0) }
        self.at = at
        isAddressDead = fields["dead"] == "true"
    }
}
