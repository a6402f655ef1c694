/// Markup that is safe to send: it can be made from literals of the program and from escaped text, and from nothing else.
///
///     let greeting: HTML = "<p>Good morning, \(name)</p>"
///
/// Interpolated text is escaped for elements and for attributes in quotation marks; interpolated `HTML` is not. A
/// `String` that is known only at run time cannot become markup by any way.
package struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    package typealias StringLiteralType = StaticString

    /// The markup.
    package private(set) var text: String

    /// Nothing.
    package init() { text = "" }

    package init(stringLiteral literal: StaticString) { text = literal.description }

    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Text, escaped.
    package init(escaping content: some StringProtocol) {
        text = ""
        text.appendEscaped(content)
    }

    /// Whether there is no markup at all.
    package var isEmpty: Bool { text.isEmpty }

    package static func += (left: inout HTML, right: HTML) { left.text += right.text }

    package static func + (left: HTML, right: HTML) -> HTML {
        var both = left
        both += right
        return both
    }

    /// The markup without its tags, for the value of an attribute.
    package var withoutTags: HTML {
        var plain = HTML()
        var isInTag = false
        for character in text.unicodeScalars {
            switch character {
            case "<": isInTag = true
            case ">": isInTag = false
            default: if !isInTag { plain.text.unicodeScalars.append(character) }
            }
        }
        return plain
    }

    /// Builds the markup of an interpolated literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        package typealias StringLiteralType = StaticString

        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        package mutating func appendInterpolation(_ content: some StringProtocol) { text.appendEscaped(content) }

        package mutating func appendInterpolation(_ number: Int) { text += String(number) }

        package mutating func appendInterpolation(_ markup: HTML) { text += markup.text }

        package mutating func appendInterpolation(_ markup: HTML?) { text += markup?.text ?? "" }

        package mutating func appendInterpolation(_ markup: [HTML]) {
            for part in markup { text += part.text }
        }

        package mutating func appendInterpolation(_ link: Link) { text.appendEscaped(link.text) }
    }
}

extension Sequence<HTML> {
    /// All of it in one, with a separator between.
    package func joined(separator: HTML = HTML()) -> HTML {
        var whole = HTML()
        var isFirst = true
        for part in self {
            if !isFirst { whole += separator }
            whole += part
            isFirst = false
        }
        return whole
    }
}

extension String {
    /// Appends text with the characters replaced that mean something to an HTML or XML parser.
    ///
    /// Control characters that XML forbids become U+FFFD, so that a drawing inside a page stays well-formed.
    fileprivate mutating func appendEscaped(_ content: some StringProtocol) {
        for scalar in content.unicodeScalars {
            switch scalar {
            case "&": self += "&amp;"
            case "<": self += "&lt;"
            case ">": self += "&gt;"
            case "\"": self += "&quot;"
            case "'": self += "&#39;"
            case "\t", "\n", "\r": unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": self += "\u{FFFD}"
            default: unicodeScalars.append(scalar)
            }
        }
    }
}
