internal import Contract

/// The domain under which message ids are made: a host name in ASCII with at least two labels.
package struct MailDomain: Hashable, Sendable {
    /// The name in lower case.
    package let name: String

    /// The domain; nil unless it is a host name in ASCII.
    package init?(_ name: String) {
        guard name.utf8.allSatisfy({ $0 < 0x80 }), ValueShape.email.accepts("x@\(name)") else { return nil }
        self.name = name.lowercased()
    }
}
