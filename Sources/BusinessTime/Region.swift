/// A country or a part of one, as ISO 3166 codes it: `DE`, `DE-BY`.
package struct Region: Sendable, Hashable, CustomStringConvertible {
    /// The code.
    package let code: String

    /// Reads a code; nil for anything else.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isLetter = { (byte: UInt8) in byte &- UInt8(ascii: "A") < 26 }
        guard (1...2).contains(parts.count), parts[0].count == 2, parts[0].allSatisfy(isLetter),
            parts.dropFirst().allSatisfy({ part in
                (1...3).contains(part.count) && part.allSatisfy { isLetter($0) || $0 &- UInt8(ascii: "0") < 10 }
            })
        else { return nil }
        code = text
    }

    /// Whether the other region is this one or a part of it.
    package func contains(_ other: Region) -> Bool {
        other == self || other.code.hasPrefix(code + "-")
    }

    package var description: String { code }

    /// What a region may be, for a message.
    package static let expectation = "a region such as DE or DE-BY (ISO 3166) is allowed"
}
