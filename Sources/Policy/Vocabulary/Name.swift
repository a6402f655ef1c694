import Contract

/// The name of one thing of the policy, so that a team's name is never taken for a category's.
package struct Name<Thing>: Identifier, Comparable, ExpressibleByStringLiteral {
    package let rawValue: String

    /// The thing of that name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The thing of that name.
    package init(_ rawValue: String) { self.rawValue = rawValue }

    /// The thing of that name.
    package init(stringLiteral: String) { rawValue = stringLiteral }

    package static func < (one: Name, other: Name) -> Bool { one.rawValue < other.rawValue }
}

/// The shape of the names that the policy gives.
enum NameShape {
    static let expectation = "a name is 1 to 64 of the characters a-z 0-9 _ -, a letter or digit first"

    static func accepts(_ text: String) -> Bool {
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first, isAlphanumeric(first) else {
            return false
        }
        return text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
