/// A host and a port to listen on.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    /// 0 lets the system choose a free port.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Where the dashboard is served unless something else is asked for.
    static let dashboard = ListenAddress(host: "127.0.0.1", port: 8080)

    init(parsing text: String) throws(ValueFault) {
        guard let colon = text.lastIndex(of: ":") else { throw ValueFault("there is no port") }
        guard let port = UInt16(text[text.index(after: colon)...]) else {
            throw ValueFault("the port is not a whole number from 0 to 65535")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw ValueFault("an IPv6 address needs brackets")
        }
        let isPlain = host.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
        }
        guard !host.isEmpty, isPlain else { throw ValueFault("the host is not a name or an address") }
        self.init(host: String(host), port: Int(port))
    }

    /// True when only programs on the same machine can connect.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
