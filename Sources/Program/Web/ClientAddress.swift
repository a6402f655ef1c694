import NIOCore

/// Who is at the other end of a connection, as far as limits need to know.
package struct ClientAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address, or the first half of an IPv6 address: the part that a subscriber cannot choose.
    package let description: String
    /// Whether it is this machine, such as a proxy in front of the program.
    package let isLoopback: Bool
    /// The whole address, by which a proxy is known.
    private let address: String

    /// An address without a port; text that is no address stands for itself.
    init(_ text: some StringProtocol) {
        let whole = text.lowercased()
        let isMapped = whole.hasPrefix("::ffff:") && whole.contains(".")
        address = isMapped ? String(whole.dropFirst(7)) : whole
        isLoopback = address == "::1" || address.hasPrefix("127.")
        description = address.contains(":") && !isLoopback ? Self.network(address) : String(address.prefix(45))
    }

    /// The other end of a connection.
    init(_ address: SocketAddress?) {
        self.init(address?.ipAddress ?? "unknown")
    }

    /// The client of a request: the nearest that is no proxy, where each proxy has named last whom it spoke with.
    ///
    /// A proxy is one on this machine or in one of the networks. What is named beyond somebody else is not believed.
    init(peer: ClientAddress, forwardedFor: String?, proxies: [NetworkBlock] = []) {
        var nearest = peer
        var named = forwardedFor?.split(separator: ",") ?? []
        while nearest.isProxy(in: proxies), let next = named.popLast() {
            nearest = ClientAddress(next.filter { $0 != " " })
        }
        self = nearest
    }

    package static func == (one: ClientAddress, other: ClientAddress) -> Bool { one.description == other.description }

    package func hash(into hasher: inout Hasher) { hasher.combine(description) }

    private func isProxy(in networks: [NetworkBlock]) -> Bool {
        if isLoopback { return true }
        guard !networks.isEmpty, let own = try? NetworkBlock(parsing: address[...]) else { return false }
        return networks.contains { $0.contains(own.address) }
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
