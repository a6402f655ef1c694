import Contract

/// A list of notices, in words and in JSON.
struct NoticePage: Sendable {
    let rows: [NoticeFacts]
    let people: [ReaderFacts]

    var lines: [String] {
        var table = TextTable("QUEUED (UTC)", "TO", "CHANNEL", "NOTICE", "STATE", "TRIES>", "WHY")
        for row in rows {
            table.add([
                CaseWords.time(row.queuedAt), "\(row.audience) \(row.recipient)", row.channel, row.type, row.state,
                row.attempts > 0 ? String(row.attempts) : "", NoticeWords.why(row),
            ])
        }
        var lines = table.isEmpty ? ["no notice"] : table.lines
        for person in people { lines += ["", NoticeWords.reach(person)] }
        return lines
    }

    var json: JSONValue {
        ["notices": .array(rows.map(Self.json)), "people": .array(people.map(Self.json))]
    }

    private static func json(_ row: NoticeFacts) -> JSONValue {
        [
            "notification": .string(row.notification), "event": .string(row.event), "case": .text(row.case),
            "audience": .string(row.audience), "recipient": .string(row.recipient), "channel": .string(row.channel),
            "type": .string(row.type), "state": .string(row.state), "reason": .string(row.reason),
            "cause": .string(row.cause), "held": .text(row.held), "queued_at": .string(row.queuedAt.description),
            "sent_at": .text(row.sentAt?.description), "settled_at": .text(row.settledAt?.description),
            "attempts": .integer(row.attempts), "trouble": .text(row.trouble),
            "explanation": .string(NoticeWords.why(row)),
        ]
    }

    private static func json(_ person: ReaderFacts) -> JSONValue {
        [
            "audience": .string(person.audience), "id": .string(person.id), "email": .bool(person.hasEmail),
            "email_bounced": .bool(person.isEmailDead), "unsubscribed_at": .text(person.unsubscribedAt?.description),
            "webhook": .bool(person.hasWebhook), "channels": .text(person.channels), "held": .integer(person.held),
            "omitted": .integer(person.omitted), "used_today": .integer(person.used),
            "next_at": .text(person.nextAt?.description),
        ]
    }
}

/// How the tool says in words why somebody did or did not get a notice.
enum NoticeWords {
    static func why(_ row: NoticeFacts) -> String {
        switch row.state {
        case "suppressed": return suppression(row.reason) ?? CaseWords.plain(row.reason)
        case "failed": return "gave up: \(row.cause)"
        case "queued":
            if let trouble = row.trouble { return "will be tried again, last time: \(trouble)" }
            return row.held.map { hold($0) } ?? "is on its way; \(reason(row.reason))"
        default: return reason(row.reason)
        }
    }

    /// How somebody can be reached, in one sentence.
    static func reach(_ person: ReaderFacts) -> String {
        var ways = [person.channels.map { "wants \($0)" } ?? "names no channels, so the policy's hold"]
        if person.isEmailDead {
            ways.append("mail to the address came back, so none is sent there")
        } else {
            ways.append(person.hasEmail ? "has an e-mail address" : "has no e-mail address")
        }
        if let at = person.unsubscribedAt { ways.append("has unsubscribed from e-mail on \(CaseWords.time(at))") }
        ways.append(person.hasWebhook ? "has a webhook" : "has no webhook")
        if person.held > 0 {
            let until = person.nextAt.map { " until \(CaseWords.time($0))" } ?? ""
            ways.append("\(person.held + person.omitted) notices wait\(until)")
        }
        return "\(person.audience) \(person.id): " + ways.joined(separator: "; ")
    }

    private static func hold(_ code: String) -> String {
        switch code {
        case "coalesced": "waits to be told together with others"
        case "quiet_hours": "waits for the end of the quiet hours"
        case "budget": "the day's budget is used up; it comes with tomorrow's digest"
        default: CaseWords.plain(code)
        }
    }

    private static func reason(_ code: String) -> String {
        switch code {
        case "you_wrote": "the user wrote"
        case "we_wrote": "the office wrote to the user"
        case "your_case": "it is the user's case"
        case "other_party": "the user is the other party"
        case "owner": "it is about something of the user's"
        case "assigned_to_you": "the admin has the case"
        case "your_team": "the case is with the admin's team"
        case "you_are_senior": "the admin is a senior"
        case "your_digest": "cases wait for the admin"
        case "your_answer": "the user answered a survey"
        case "your_report": "the policy sends the report there"
        default: CaseWords.plain(code)
        }
    }

    private static func suppression(_ code: String) -> String? {
        [
            "backfill": "it is imported history, of which nobody is told",
            "own_act": "it is the recipient's own doing",
            "silent": "the case was resolved silently",
            "stale": "it is about a promise, and came more than a day late",
            "switched_off": "the policy leaves such notices out",
            "nobody": "no admin is behind the team or department, and the policy gives it no address",
            "no_address": "the directory has no address for the channel",
            "no_mail_server": "no mail server is set up (SAYPRO_SMTP_URL, and `notices.mail.from` of the policy)",
            "no_webhook_secret": "webhooks cannot be signed (the secret `webhook` of SAYPRO_SECRETS)",
            "unsubscribed": "the recipient has unsubscribed",
            "address_bounced": "mail to the address came back",
            "not_listed": "the recipient's list of channels, or the policy's, no longer has this one",
            "loop_guard": "too many automatic replies: a machine may be at the other end",
            "summed_up": "too much waited already, so the next letter gives only the number",
            "withdrawn": "it was no longer true before it went out",
            "erased": "the person was erased",
            "no_text": "no template says it",
        ][code]
    }
}
