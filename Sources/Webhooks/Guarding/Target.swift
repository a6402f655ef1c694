/// Where a webhook goes: the parts of a URL that was read strictly.
package struct Target: Sendable, Hashable {
    /// Who is connected to; connections are shared by what has the same origin.
    package struct Origin: Sendable, Hashable {
        package let isEncrypted: Bool
        package let host: Host
        package let port: Int

        /// The value of the `Host` header.
        package var authority: String {
            let name =
                switch host {
                case .name(let name): name
                case .address(let address): address.bytes.count == 16 ? "[\(address)]" : "\(address)"
                }
            return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
        }
    }

    /// What stands between the scheme and the port.
    package enum Host: Sendable, Hashable {
        /// In lower case.
        case name(String)
        case address(IPAddress)
    }

    package let origin: Origin
    /// Path and query, as the request line has them; it begins with a slash.
    package let path: String

    /// Reads a URL; what two programs could read differently is refused rather than mended.
    ///
    /// The fragment is dropped. It tells nothing about whether the target may be reached.
    package init(parsing url: String) throws(GuardRefusal) {
        guard url.utf8.count <= 2048, url.utf8.allSatisfy(Self.isAddressText),
            let separator = url.firstRange(of: "://")
        else { throw .malformed }
        let isEncrypted =
            switch url[..<separator.lowerBound].lowercased() {
            case "https": true
            case "http": false
            default: throw .scheme
            }
        let rest = url[separator.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw .userInfo }
        let (host, port) = try Self.split(authority)
        origin = Origin(
            isEncrypted: isEncrypted,
            host: try Self.host(host),
            port: try Self.port(port) ?? (isEncrypted ? 443 : 80)
        )
        let path = rest[end...].prefix { $0 != "#" }
        self.path = path.hasPrefix("/") ? String(path) : "/" + path
    }

    /// The host with its brackets, and what follows its colon.
    private static func split(_ authority: Substring) throws(GuardRefusal) -> (host: Substring, port: Substring?) {
        var end = authority.startIndex
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw .host }
            end = authority.index(after: close)
        } else {
            end = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        guard end < authority.endIndex else { return (authority, nil) }
        guard authority[end] == ":" else { throw .host }
        return (authority[..<end], authority[authority.index(after: end)...])
    }

    private static func host(_ text: Substring) throws(GuardRefusal) -> Host {
        if text.hasPrefix("[") {
            let inner = text.dropFirst().dropLast()
            guard inner.contains(":"), let address = IPAddress(inner) else { throw .host }
            return .address(address)
        }
        if let address = IPAddress(text) { return .address(address) }
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        // Where the last label is a number, other programs see an address in it: octal, hexadecimal or with parts left out.
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last, !isNumber(last) else {
            throw .host
        }
        return .name(name)
    }

    private static func port(_ text: Substring?) throws(GuardRefusal) -> Int? {
        guard let text else { return nil }
        guard text.utf8.allSatisfy({ $0 &- 0x30 <= 9 }), !text.hasPrefix("0"), let port = UInt16(text) else {
            throw .port
        }
        return Int(port)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { $0 &- 0x30 <= 9 || $0 &- 0x61 < 26 || $0 == 0x2D }
    }

    private static func isNumber(_ label: Substring) -> Bool {
        let digits = label.hasPrefix("0x") ? label.dropFirst(2) : label
        let isHexadecimal = digits.startIndex != label.startIndex
        return digits.utf8.allSatisfy { $0 &- 0x30 <= 9 || isHexadecimal && $0 &- 0x61 < 6 }
    }

    private static func isAddressText(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
    }
}
