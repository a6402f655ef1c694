/// Bounces of mail systems that do not follow RFC 3464: qmail, Exim, and others that write a text.
enum InformalBounce {
    private static let mostRecipients = 100

    /// What the mail says; nil if it is no bounce.
    static func bounces(of mail: MailPart) -> [Bounce]? {
        let failed = mail.header["x-failed-recipients"].split(separator: ",").prefix(mostRecipients)
            .compactMap { WrittenAddresses.first(in: $0.utf8) }
        guard !failed.isEmpty || isFromMailSystem(mail) else { return nil }
        let leaves = mail.leaves
        let text = leaves.first { $0.type.name.hasPrefix("text/") }.map { beforeCopy($0.content) } ?? []
        let diagnosis = Diagnosis(String(decoding: text, as: UTF8.self))
        let subject = MailLines.lowered(mail.header["subject"].utf8)
        guard !failed.isEmpty || diagnosis.tellsFailure || failureSubjects.contains(where: { subject.contains($0) })
        else { return nil }
        let severity: Bounce.Severity =
            delaySubjects.contains { subject.contains($0) } ? .delayed : diagnosis.severity
        let original = OriginalMessage.id(of: mail, leaves: leaves)
        let recipients: [Address?] =
            failed.isEmpty ? [WrittenAddresses.first(in: text, but: ownAddresses(of: mail))] : failed
        return recipients.map { recipient in
            Bounce(original: original, recipient: recipient, severity: severity, status: diagnosis.status)
        }
    }

    private static func isFromMailSystem(_ mail: MailPart) -> Bool {
        let sender = WrittenAddresses.first(in: mail.header["from"].utf8)?.text.lowercased() ?? ""
        let from = MailLines.lowered(mail.header["from"].utf8)
        if systemNames.contains(where: { sender.hasPrefix("\($0)@") || from.hasPrefix($0) }) { return true }
        let subject = MailLines.lowered(mail.header["subject"].utf8)
        return mail.header["return-path"] == "<>" && failureSubjects.contains { subject.contains($0) }
    }

    /// Whom the bounce itself is to, which its text may name.
    private static func ownAddresses(of mail: MailPart) -> Set<String> {
        Set(
            ["to", "delivered-to", "from"].compactMap {
                WrittenAddresses.first(in: mail.header[$0].utf8)?.text.lowercased()
            }
        )
    }

    /// The text up to the copy of the original message, whose own words are no diagnosis.
    private static func beforeCopy(_ text: [UInt8]) -> ArraySlice<UInt8> {
        var rest = text[...]
        while !rest.isEmpty {
            let start = rest.startIndex
            let line = MailLines.lowered(MailLines.next(of: &rest).prefix(80))
            guard line.hasPrefix("--") else { continue }
            if copyMarks.contains(where: { line.contains($0) }) { return text[..<start] }
        }
        return text[...]
    }

    private static let systemNames = [
        "mailer-daemon", "mailer_daemon", "maildaemon", "mail-daemon", "mail delivery system",
        "mail delivery subsystem", "postmaster",
    ]

    private static let failureSubjects = [
        "undeliver", "returned mail", "delivery status notification", "failure notice", "delivery failure",
        "mail delivery failed", "delivery has failed", "delivery failed", "mail system error", "non-remis",
        "message delayed", "could not send message", "not delivered", "unzustellbar",
    ]

    private static let delaySubjects = ["delay", "warning: could not send", "still being retried"]

    private static let copyMarks = [
        "copy of the message", "original message", "copy of your message", "message header", "unsent message",
        "below this line", "returned message",
    ]
}
