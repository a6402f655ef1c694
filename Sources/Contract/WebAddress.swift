/// Addresses of the web that a client may be sent to: `https`, a host in ASCII, no user name or password.
///
/// Two programs may spell letters of other scripts differently in ASCII, so whoever means such a host writes it in Punycode.
enum WebAddress {
    private static let scheme = "https://"
    private static let longest = 2048

    static func accepts(_ value: String) -> Bool {
        guard value.utf8.count <= longest, value.utf8.count > scheme.utf8.count,
            value.prefix(scheme.count).lowercased() == scheme,
            value.utf8.allSatisfy(isAddressText)
        else { return false }
        let rest = value.utf8.dropFirst(scheme.utf8.count)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        return isAuthority(rest[..<(end ?? rest.endIndex)])
    }

    private static func isAuthority(_ authority: Substring.UTF8View) -> Bool {
        if authority.first == UInt8(ascii: "[") {
            guard let close = authority.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = authority[authority.index(after: authority.startIndex)..<close]
            return address.count >= 2 && address.contains(UInt8(ascii: ":"))
                && address.allSatisfy {
                    Hexadecimal.value(of: $0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                }
                && isPort(authority[authority.index(after: close)...])
        }
        let colon = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        let host = authority[..<colon]
        return host.allSatisfy { $0 < 0x80 } && HostName.accepts(host, leastLabels: 1) && isPort(authority[colon...])
    }

    private static func isPort(_ text: Substring.UTF8View) -> Bool {
        guard let colon = text.first else { return true }
        guard colon == UInt8(ascii: ":"), let port = NumberShape.integer(String(Substring(text.dropFirst())))
        else { return false }
        return (1...65_535).contains(port)
    }

    private static func isAddressText(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
    }
}
