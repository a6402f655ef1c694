/// An enhanced status code of RFC 3463: class, subject and detail, such as 5.1.1 for a mailbox that does not exist.
package struct StatusCode: Hashable, Sendable {
    /// 2 for success, 4 for not now, 5 for never.
    package let group: Int
    /// What it is about: 1 addresses, 2 mailboxes, 3 systems, 4 ways, 5 the protocol, 6 contents, 7 policy.
    package let subject: Int
    /// What exactly, from 0 to 999.
    package let detail: Int

    /// Reads a code that is the whole text.
    package init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let group = Self.number(parts[0]), let subject = Self.number(parts[1]),
            let detail = Self.number(parts[2]), [2, 4, 5].contains(group)
        else { return nil }
        self.group = group
        self.subject = subject
        self.detail = detail
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

extension StatusCode: CustomStringConvertible {
    package var description: String { "\(group).\(subject).\(detail)" }
}
