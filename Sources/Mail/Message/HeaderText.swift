/// Text for one line of a header, such as a subject or a person's name.
///
/// Whatever it is made from, it holds no line break, no NUL, no other control character, no mark that reverses the direction of
/// writing, and no two spaces in a row: what could end a line becomes a space.
package struct HeaderText: Hashable, Sendable {
    /// The longest text in characters; what is longer is cut and ends with an ellipsis.
    package static let longest = 250

    /// The text on its one line.
    package let text: String

    /// The text with everything that is not for one line replaced by a space.
    package init(_ text: String) {
        var line = String.UnicodeScalarView()
        var isAfterSpace = true
        // A character may be many scalars; far more than fit are not looked at.
        for scalar in text.unicodeScalars.prefix(Self.longest * 32) where !scalar.isDirectional {
            guard !scalar.isBlank else {
                if !isAfterSpace { line.append(" ") }
                isAfterSpace = true
                continue
            }
            line.append(scalar)
            isAfterSpace = false
        }
        if line.last == " " { line.removeLast() }
        let whole = String(line)
        self.text = whole.count <= Self.longest ? whole : whole.prefix(Self.longest - 1) + "…"
    }

    /// Whether there is nothing to show.
    package var isEmpty: Bool { text.isEmpty }
}

extension HeaderText: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

extension Unicode.Scalar {
    /// Spaces, and all that ends lines or is not for reading.
    fileprivate var isBlank: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: self == " "
        default: false
        }
    }

    /// The marks with which a text can be made to read otherwise than it is written.
    fileprivate var isDirectional: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}
