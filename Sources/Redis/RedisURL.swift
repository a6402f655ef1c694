/// Where Redis is, and as whom to log in.
package struct RedisURL: Sendable, Equatable {
    /// The way to the server.
    package enum Address: Sendable, Hashable {
        /// A host name or an IP address, and a port.
        case tcp(host: String, port: Int)
        /// The path of a Unix socket.
        case unix(path: String)
    }

    /// The way to the server.
    package let address: Address
    /// The ACL user; nil for the default one.
    package let user: String?
    /// The number of the database.
    package let database: Int
    let password: String?

    /// Reads `redis://[user:password@]host[:port][/db]` or `unix://[user:password@]/path[?db=N]`.
    ///
    /// User and password are percent-decoded.
    package init(_ text: String) throws(RedisURLFault) {
        var parser = RedisURLParser(text)
        let parts = try parser.parse()
        address = parts.address
        user = parts.user
        password = parts.password
        database = parts.database
    }
}

extension RedisURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address without the password.
    package var description: String {
        let login = password == nil ? "" : "\(user ?? ""):***@"
        return switch address {
        case .tcp(let host, let port):
            "redis://\(login)\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        case .unix(let path):
            "unix://\(login)\(path)\(database == 0 ? "" : "?db=\(database)")"
        }
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
