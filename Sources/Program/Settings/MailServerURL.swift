/// The mail server that notices go out through; its password is a secret file, never a part of the URL.
package struct MailServerURL: Sendable, Equatable {
    /// True for `smtps://`, where TLS starts with the connection.
    package let isTLS: Bool
    package let user: String?
    package let address: ListenAddress

    init(parsing text: String) throws(ValueFault) {
        let rest: Substring
        if text.hasPrefix("smtp://") {
            (isTLS, rest) = (false, text.dropFirst(7))
        } else if text.hasPrefix("smtps://") {
            (isTLS, rest) = (true, text.dropFirst(8))
        } else {
            throw ValueFault()
        }
        let at = rest.lastIndex(of: "@")
        let user = at.map { String(rest[..<$0]) }
        if let user, user.isEmpty || user.contains(":") {
            throw ValueFault(user.isEmpty ? "the user is empty" : "the password belongs in the secret smtp-password")
        }
        self.user = user
        address = try ListenAddress(parsing: String(at.map { rest[rest.index(after: $0)...] } ?? rest))
        guard address.port > 0 else { throw ValueFault("port 0 cannot be connected to") }
    }
}
