/// An answer of a mail server to one command.
package struct ServerReply: Hashable, Sendable {
    /// The three digits, such as 250 or 550.
    package let code: Int
    /// The enhanced code of RFC 3463 if the server gives one, such as 5.1.1.
    package let status: StatusCode?
    /// What the server says to people, up to 1,000 bytes; it may name the recipient, so it belongs in no log.
    package let text: String

    /// Whether it says: done.
    package var isPositive: Bool { code / 100 == 2 }
    /// Whether it says: not now.
    package var isTransient: Bool { code / 100 == 4 }
    /// Whether it says: never.
    package var isPermanent: Bool { code / 100 == 5 }

    init(code: Int, lines: [String]) {
        self.code = code
        let text = lines.joined(separator: " ")
        status = text.split(separator: " ").first.flatMap { StatusCode($0) }
        self.text = text
    }
}

extension ServerReply: CustomStringConvertible {
    /// The codes alone.
    package var description: String {
        status.map { "\(code) \($0)" } ?? "\(code)"
    }
}
