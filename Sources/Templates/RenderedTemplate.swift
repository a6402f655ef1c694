package import Policy

/// What a template says with its values in place.
package struct RenderedTemplate: Sendable, Equatable {
    /// The language in which it says it.
    package let language: Language
    /// The subject in one line; nil where the template has none.
    package let subject: String?
    /// The plain text.
    package let text: String
    /// The same in HTML, without a page around it.
    package let html: String

    /// The text in one line.
    static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map(String.init).joined(separator: " ")
    }

    /// A plain text in HTML: a paragraph for each block between empty lines, its lines kept.
    static func html(of text: String) -> String {
        var paragraphs: [[String]] = [[]]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.contains(where: { !$0.isWhitespace }) {
                paragraphs[paragraphs.count - 1].append(escaped(line))
            } else {
                paragraphs.append([])
            }
        }
        return paragraphs.filter { !$0.isEmpty }.map { "<p>\($0.joined(separator: "<br>\n"))</p>" }
            .joined(separator: "\n")
    }

    /// A text as it stands in HTML.
    static func escaped(_ text: some StringProtocol) -> String {
        var html = ""
        for character in text {
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.append(character)
            }
        }
        return html
    }
}
