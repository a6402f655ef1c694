/// Where PostgreSQL is and how to sign in: a connection URI as libpq understands it.
///
/// All of libpq's parameters may be given, among them `host` for a unix socket's folder, several hosts with
/// `target_session_attrs`, and `sslmode=verify-full` with `sslrootcert` for TLS. No description shows a password.
package struct PostgresURL: Sendable, Equatable {
    /// The URI as it was given, with the password.
    let text: String
    /// What libpq reads from it.
    let options: [ConnectionOption]

    /// Checks a connection URI.
    ///
    /// - Throws: `PostgresURLFault`, whose reason names what is wrong but never repeats what may be a password.
    package init(_ text: String) throws(PostgresURLFault) {
        guard !text.isEmpty else { throw PostgresURLFault(reason: "it is empty") }
        guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") else {
            throw PostgresURLFault(reason: "it must begin with postgresql:// or postgres://")
        }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw PostgresURLFault(reason: "it contains a control character")
        }
        let options = try ConnectionOption.parse(text)
        if let reason = ConnectionOption.fault(in: options) { throw PostgresURLFault(reason: reason) }
        self.text = text
        self.options = options
    }

    /// The database, where the URI names one.
    package var database: String? { value(of: "dbname") }

    private init(options: [ConnectionOption]) {
        let pairs = options.map { "\($0.keyword)=\(Self.percentEncoded($0.value))" }
        text = "postgresql:///?" + pairs.joined(separator: "&")
        self.options = options
    }

    /// The same server and user with another database.
    package func withDatabase(_ name: String) -> PostgresURL {
        let database = ConnectionOption(keyword: "dbname", value: name, isSecret: false)
        return PostgresURL(options: options.filter { $0.keyword != "dbname" } + [database])
    }

    func value(of keyword: String) -> String? {
        options.first { $0.keyword == keyword }?.value
    }

    private static func percentEncoded(_ value: String) -> String {
        value.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII, character.isLetter || character.isNumber { return String(character) }
            return (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
        }.joined()
    }

    package static func == (left: Self, right: Self) -> Bool { left.text == right.text }
}

extension PostgresURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URI with its passwords replaced by `***`.
    package var description: String {
        var authority = value(of: "user") ?? ""
        if value(of: "password") != nil { authority += ":***" }
        if !authority.isEmpty { authority += "@" }
        let hosts = (value(of: "host") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let ports = (value(of: "port") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let areInAuthority = !hosts.contains { $0.hasPrefix("/") || $0.hasPrefix("@") }
        if areInAuthority {
            authority += hosts.indices.map { index in
                let host = hosts[index].contains(":") ? "[\(hosts[index])]" : String(hosts[index])
                let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
                return port.isEmpty ? host : "\(host):\(port)"
            }.joined(separator: ",")
        }
        let inPath = areInAuthority ? ["user", "password", "dbname", "host", "port"] : ["user", "password", "dbname"]
        let query = options.filter { !inPath.contains($0.keyword) }
            .map { "\($0.keyword)=\($0.isSecret ? "***" : $0.value)" }
        return "postgresql://\(authority)/\(value(of: "dbname") ?? "")"
            + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// The same as the description.
    package var debugDescription: String { description }

    /// A mirror without children, so that no dump shows a password.
    package var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

/// Why a text is no connection URI.
package struct PostgresURLFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what is allowed, to follow the name of the setting; it never contains a password.
    package let reason: String

    /// The reason.
    package var description: String { reason }
}
