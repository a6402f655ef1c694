import NIOCore

/// Who is at the other end of a connection, as far as limits need to know.
package struct ClientAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address, or the first half of an IPv6 address: the part that a subscriber cannot choose.
    package let description: String
    /// Whether it is this machine, such as a proxy in front of the program.
    package let isLoopback: Bool

    /// An address without a port; text that is no address stands for itself.
    init(_ text: some StringProtocol) {
        let whole = text.lowercased()
        let isMapped = whole.hasPrefix("::ffff:") && whole.contains(".")
        let address = isMapped ? String(whole.dropFirst(7)) : whole
        isLoopback = address == "::1" || address.hasPrefix("127.")
        description = address.contains(":") && !isLoopback ? Self.network(address) : String(address.prefix(45))
    }

    /// The other end of a connection.
    init(_ address: SocketAddress?) {
        self.init(address?.ipAddress ?? "unknown")
    }

    /// The client of a request: behind a proxy on this machine, whom the proxy names last.
    init(peer: ClientAddress, forwardedFor: String?) {
        guard peer.isLoopback, let named = forwardedFor?.split(separator: ",").last else {
            self = peer
            return
        }
        self.init(named.filter { $0 != " " })
    }

    /// The first four groups of an IPv6 address.
    private static func network(_ text: String) -> String {
        let sides = text.firstRange(of: "::").map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text[...]]
        let groups = sides.map { $0.split(separator: ":") }
        let missing = groups.count == 2 ? max(0, 8 - groups[0].count - groups[1].count) : 0
        let all = groups[0] + Array(repeating: "0", count: missing) + (groups.count == 2 ? groups[1] : [])
        return all.prefix(4).map { group in
            let digits = group.drop { $0 == "0" }
            return digits.isEmpty ? "0" : String(digits.prefix(4))
        }.joined(separator: ":") + "::/64"
    }
}
