/// The name of one message for all mail systems: `<left@right>` in RFC 5322.
///
/// Made from what a message tells, never from chance or the clock, so that a message sent again is the same message.
package struct MessageID: Hashable, Sendable {
    /// The id between its angle brackets, in visible ASCII.
    package let text: String

    /// The id with or without its brackets; nil unless it is `left@right` in up to 250 visible ASCII characters.
    package init?(_ text: some StringProtocol) {
        var inner = Substring(text)
        if inner.hasPrefix("<"), inner.hasSuffix(">") { inner = inner.dropFirst().dropLast() }
        let sides = inner.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard inner.utf8.count <= 250, sides.count == 2, sides.allSatisfy({ !$0.isEmpty }),
            inner.utf8.allSatisfy(Self.isText)
        else { return nil }
        self.text = String(inner)
    }

    /// The id of the message that carries one notification.
    package init(notification: String, at domain: MailDomain) {
        self.init(kind: "notice", key: notification, domain: domain)
    }

    /// The id that all messages about one case refer to, so that mail programs show them as one thread.
    ///
    /// No message bears it: a thread stands even when a reader has lost its first message.
    package init(case name: String, at domain: MailDomain) {
        self.init(kind: "case", key: name, domain: domain)
    }

    private init(kind: StaticString, key: String, domain: MailDomain) {
        text = "\(kind).\(Digest.text(of: key))@\(domain.name)"
    }

    /// The id as header fields give it.
    package var bracketed: String { "<\(text)>" }

    private static func isText(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"<>()[]\\,;:\"".utf8.contains(byte)
    }
}
