/// An address of the Internet Protocol.
package enum IPAddress: Sendable, Hashable {
    /// The 32 bits of an IPv4 address.
    case version4(UInt32)
    /// The 128 bits of an IPv6 address.
    case version6(UInt128)

    /// Four bytes for IPv4, sixteen for IPv6, the highest first.
    package var bytes: [UInt8] {
        switch self {
        case .version4(let bits): stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
        case .version6(let bits): stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
        }
    }
}

extension IPAddress {
    /// Reads the one plain form of each: four decimal numbers without leading zeros, or RFC 4291 text without a zone.
    ///
    /// Other programs read `010.1`, `0x7f000001` and `2130706433` as addresses too, each in its own way; here they are none.
    package init?(_ text: some StringProtocol) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(Substring(text)) else { return nil }
            self = .version6(groups.reduce(0) { $0 << 16 | UInt128($1) })
        } else {
            guard let bits = Self.version4(Substring(text)) else { return nil }
            self = .version4(bits)
        }
    }

    private static func version4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            let isPlain = part.utf8.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
            guard isPlain, part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"), let byte = UInt8(part) else {
                return nil
            }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    /// The eight groups of an IPv6 address.
    private static func groups(_ text: Substring) -> [UInt16]? {
        guard let gap = text.firstRange(of: "::") else {
            let groups = groups(text, endsAddress: true)
            return groups?.count == 8 ? groups : nil
        }
        guard let head = groups(text[..<gap.lowerBound], endsAddress: false),
            let tail = groups(text[gap.upperBound...], endsAddress: true), head.count + tail.count <= 7
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring, endsAddress: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if endsAddress, index == parts.count - 1, part.contains(".") {
                guard let bits = version4(part) else { return nil }
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                let isPlain = part.utf8.allSatisfy { $0 &- 0x30 <= 9 || ($0 | 0x20) &- 0x61 < 6 }
                guard isPlain, part.utf8.count <= 4, let group = UInt16(part, radix: 16) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}

extension IPAddress: CustomStringConvertible {
    /// Four decimal numbers, or eight groups in hexadecimal.
    package var description: String {
        switch self {
        case .version4:
            bytes.map { String($0) }.joined(separator: ".")
        case .version6(let bits):
            stride(from: 112, through: 0, by: -16)
                .map { String(UInt16(truncatingIfNeeded: bits >> $0), radix: 16) }
                .joined(separator: ":")
        }
    }
}
