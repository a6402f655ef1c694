internal import Contract

/// An e-mail address that mail can be sent to, as the contract wants it: `name@example.org`.
///
/// It holds no space, no control character and no character of RFC 5322's syntax, so it cannot end a header field, a command
/// of SMTP, or its own angle brackets. Letters of any script are allowed; such an address needs a server with SMTPUTF8.
package struct Address: Hashable, Sendable {
    /// The address as it was given.
    package let text: String

    /// The address; nil unless the contract's rules hold and every character shows.
    package init?(_ text: String) {
        guard ValueShape.email.accepts(text), text.unicodeScalars.allSatisfy(\.isVisible) else { return nil }
        self.text = text
    }

    /// The part behind the at sign.
    package var domain: Substring {
        text.drop { $0 != "@" }.dropFirst()
    }

    /// Whether RFC 6531 (SMTPUTF8) is needed to write it.
    package var isInternational: Bool {
        !text.utf8.allSatisfy { $0 < 0x80 }
    }
}

extension Unicode.Scalar {
    /// Whether a reader sees it, as opposed to controls, separators and marks that change the direction of writing.
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
        default: true
        }
    }
}
