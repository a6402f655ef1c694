/// Where Redis is, and as whom to log in.
package struct RedisURL: Sendable, Equatable {
    /// The way to the server.
    package enum Address: Sendable, Hashable {
        /// A host name or an IP address, and a port.
        case tcp(host: String, port: Int)
        /// The path of a Unix socket.
        case unix(path: String)
    }

    /// What stands behind the addresses.
    package enum Topology: Sendable, Hashable {
        /// The one server.
        case server
        /// Sentinels, which know the address of the master of that name.
        case sentinels(master: String)
        /// Nodes of a Cluster, which know all the others.
        case cluster
    }

    /// The way to the server; of several, the first.
    package var address: Address { addresses[0] }
    /// The ways to the server, the Sentinels or the first nodes of the Cluster; at least one.
    package let addresses: [Address]
    /// What stands behind the addresses.
    package let topology: Topology
    /// The ACL user; nil for the default one.
    package let user: String?
    /// The number of the database.
    package let database: Int
    let password: String?

    /// Whether it is a Cluster, in which a command reaches the keys of one slot only.
    package var isCluster: Bool { topology == .cluster }

    /// Reads `redis://[user:password@]host[:port][/db]` or `unix://[user:password@]/path[?db=N]`.
    ///
    /// Several hosts, separated by commas, are nodes of a Cluster, or with `?sentinel=NAME` Sentinels.
    /// User and password are percent-decoded.
    package init(_ text: String) throws(RedisURLFault) {
        var parser = RedisURLParser(text)
        let parts = try parser.parse()
        addresses = parts.addresses
        topology = parts.topology
        user = parts.user
        password = parts.password
        database = parts.database
    }
}

extension RedisURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address without the password.
    package var description: String {
        let login = password == nil ? "" : "\(user ?? ""):***@"
        if case .unix(let path) = address {
            return "unix://\(login)\(path)\(database == 0 ? "" : "?db=\(database)")"
        }
        let hosts = addresses.map(\.description).joined(separator: ",")
        return switch topology {
        case .server: "redis://\(login)\(hosts)/\(database)"
        case .sentinels(let master): "redis://\(login)\(hosts)/\(database)?sentinel=\(master)"
        case .cluster: "redis://\(login)\(hosts)"
        }
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

extension RedisURL.Address: CustomStringConvertible {
    /// The address as it stands in a URL.
    package var description: String {
        switch self {
        case .tcp(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unix(let path): path
        }
    }
}
