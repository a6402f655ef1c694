/// HTML in which every text that was put in is a text: a literal is markup, what is interpolated is escaped.
struct Markup: Sendable, Equatable, ExpressibleByStringInterpolation {
    private(set) var html: String

    init(stringLiteral markup: String) { html = markup }

    init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    /// HTML of a template, whose renderer has escaped what was put into it.
    init(rendered html: String) { self.html = html }

    /// The parts one after another.
    init(joining parts: [Markup]) { html = parts.map(\.html).joined() }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ markup: String) { html += markup }

        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

        mutating func appendInterpolation(_ text: String) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": html += "&amp;"
                case "<": html += "&lt;"
                case ">": html += "&gt;"
                case "\"": html += "&quot;"
                case "'": html += "&#39;"
                default: html.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
