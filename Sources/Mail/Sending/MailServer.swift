/// The server that mail goes out through, and how it is spoken to.
package struct MailServer: Sendable, Equatable {
    /// How the connection is kept from others' eyes.
    package enum Security: Sendable, Equatable {
        /// TLS from the first byte (`smtps`).
        case implicitTLS
        /// STARTTLS before anything is sent; a server that does not offer it gets nothing.
        case startTLS
        /// None: for a server on the same machine.
        case none
    }

    /// Who this program is to the server.
    package struct Credentials: Sendable, Equatable {
        /// The name of the account.
        package let user: String
        let password: String

        /// The account and the bytes of its password; nil if either is empty or cannot be sent, such as one with a NUL.
        package init?(user: String, password: [UInt8]) {
            guard !user.isEmpty, !user.utf8.contains(0), !password.isEmpty, !password.contains(0),
                let password = String(validating: password, as: UTF8.self)
            else { return nil }
            self.user = user
            self.password = password
        }
    }

    /// The name or address of the host, an IPv6 address without brackets.
    package let host: String
    /// The port, from 1 to 65535.
    package let port: Int
    /// How the connection is protected.
    package let security: Security
    /// The account; nil when the server asks for none.
    package let credentials: Credentials?
    /// A file of the authorities that may vouch for the server, in PEM; nil for those that the system trusts.
    package let authorities: String?

    /// A server.
    ///
    /// Returns nil if the host is not a name or an address, if the port cannot be connected to, or if a password would
    /// go to another machine in clear.
    package init?(
        host: String,
        port: Int,
        security: Security,
        credentials: Credentials? = nil,
        authorities: String? = nil
    ) {
        let isPlain = host.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
        }
        guard isPlain, !host.isEmpty, (1...65_535).contains(port) else { return nil }
        guard security != .none || credentials == nil || Self.isLoopback(host) else { return nil }
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.authorities = authorities
    }

    /// What an URL of that scheme asks for when it says no more: TLS wherever the mail leaves this machine.
    package static func security(ofScheme scheme: String, host: String) -> Security? {
        switch scheme {
        case "smtps": .implicitTLS
        case "smtp": isLoopback(host) ? Security.none : .startTLS
        default: nil
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The URL as libcurl takes it.
    var url: String {
        let scheme = security == .implicitTLS ? "smtps" : "smtp"
        return host.contains(":") ? "\(scheme)://[\(host)]:\(port)" : "\(scheme)://\(host):\(port)"
    }
}

extension MailServer.Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The account, never the password.
    package var description: String { "account \(user)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
