/// A block of IP addresses in CIDR notation, such as `10.1.0.0/16` or `fd00::/8`.
package struct NetworkBlock: Sendable, Equatable {
    /// Four bytes for IPv4, sixteen for IPv6.
    package let address: [UInt8]
    /// How many leading bits of the address count.
    package let prefixLength: Int

    init(parsing text: Substring) throws(ValueFault) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let address = parts.first.flatMap { $0.contains(":") ? Self.version6($0) : Self.version4($0) }
        guard parts.count <= 2, let address else { throw ValueFault("a network is not of the form address/bits") }
        let bits = parts.count == 2 ? Self.bits(parts[1]) : address.count * 8
        guard let bits, bits <= address.count * 8 else { throw ValueFault("a network has too many bits or none") }
        self.address = address
        prefixLength = bits
    }

    /// True when the address, given as its bytes, is inside the block.
    package func contains(_ other: [UInt8]) -> Bool {
        guard other.count == address.count else { return false }
        return address.indices.allSatisfy { index in
            let bits = min(8, max(0, prefixLength - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            return address[index] & mask == other[index] & mask
        }
    }

    private static func bits(_ text: Substring) -> Int? {
        UInt8(text).flatMap { String($0) == text ? Int($0) : nil }
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        // A number with a leading zero or a sign is octal to some programs and decimal to others.
        let bytes = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            let groups = groups(text)
            return groups?.count == 16 ? groups : nil
        }
        let after = text[gap.upperBound...]
        guard !after.contains("::"), let head = groups(text[..<gap.lowerBound]), let tail = groups(after),
            head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups of up to four hexadecimal digits between colons; none for an empty text.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        for group in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard group.utf8.count <= 4, !group.hasPrefix("+"), let value = UInt16(group, radix: 16) else { return nil }
            bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
        return bytes
    }
}
