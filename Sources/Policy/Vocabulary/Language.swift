import Contract

/// A language as a BCP 47 tag in small letters, such as `en` or `pt-br`.
package struct Language: Identifier, Comparable {
    package let rawValue: String

    /// The language of that tag; nil unless the tag is well formed.
    package init?(rawValue: String) {
        guard ValueShape.language.accepts(rawValue) else { return nil }
        self.rawValue = rawValue.lowercased()
    }

    /// The language of that tag; nil unless the tag is well formed.
    package init?(_ tag: String) { self.init(rawValue: tag) }

    private init(accepted: String) { rawValue = accepted }

    /// English.
    package static let english = Language(accepted: "en")

    /// This language and the more general ones, such as `pt-br` and `pt`.
    package var ranges: [Language] {
        var ranges = [self]
        var tag = rawValue[...]
        while let dash = tag.lastIndex(of: "-") {
            tag = tag[..<dash]
            if let range = Language(String(tag)) { ranges.append(range) }
        }
        return ranges
    }

    package static func < (one: Language, other: Language) -> Bool { one.rawValue < other.rawValue }
}
