/// Bounces as RFC 3464 wants them: a part `message/delivery-status` with fields for each recipient.
enum DeliveryReport {
    private static let mostRecipients = 100

    /// What the report says; nil if the mail is none, empty if all arrived.
    static func bounces(of mail: MailPart) -> [Bounce]? {
        guard mail.type.name.hasPrefix("multipart/") else { return nil }
        let leaves = mail.leaves
        guard
            let report = leaves.first(where: {
                ["message/delivery-status", "message/global-delivery-status"].contains($0.type.name)
            })
        else { return nil }
        let original = OriginalMessage.id(of: mail, leaves: leaves)
        let content = report.content
        var rest = content[...]
        // The first group is about the message as a whole, but some systems leave it out.
        var bounces: [Bounce] = []
        while !rest.isEmpty, bounces.count < mostRecipients {
            let group = MailHeader(reading: &rest)
            guard let bounce = bounce(in: group, original: original) else { continue }
            bounces.append(bounce)
        }
        return bounces
    }

    private static func bounce(in group: MailHeader, original: MessageID?) -> Bounce? {
        guard group.contains("final-recipient") || group.contains("original-recipient") else { return nil }
        let action = MailLines.lowered(group["action"].utf8)
        guard !["delivered", "relayed", "expanded"].contains(action) else { return nil }
        let diagnosis = Diagnosis(group["diagnostic-code"])
        let status = group["status"].split(separator: " ").first.flatMap { StatusCode($0) }
        // 5.0.0 and 4.0.0 say nothing; what the other server said says more.
        let isVague = status.map { $0.subject == 0 && $0.detail == 0 } ?? true
        let said = isVague ? diagnosis.status ?? status : status
        let severity: Bounce.Severity =
            action == "delayed" ? .delayed : isVague && diagnosis.tellsFailure ? diagnosis.severity : said.severity
        return Bounce(
            original: original,
            // The address that the mail was sent to, before forwarding, is the one that is known here.
            recipient: address(group["original-recipient"]) ?? address(group["final-recipient"]),
            severity: severity,
            status: said
        )
    }

    /// The address of a field such as `rfc822; name@example.org`.
    private static func address(_ value: String) -> Address? {
        let text = value.split(separator: ";", maxSplits: 1).last ?? ""
        return WrittenAddresses.first(in: text.utf8)
    }
}

extension Optional where Wrapped == StatusCode {
    fileprivate var severity: Bounce.Severity {
        self?.condemnsRecipient == true ? .hard : .soft
    }
}
