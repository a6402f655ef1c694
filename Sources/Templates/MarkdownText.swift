/// The HTML of a text in Markdown, as far as articles have it: paragraphs, headings, lists, stress, code and links.
///
/// All else is text, so that what was written never becomes markup of its own. A line goes on in the next one unless it ends
/// with two spaces or a backslash.
package enum MarkdownText {
    /// The text in HTML, without a page around it.
    package static func html(of text: String) -> String {
        var blocks: [Block] = []
        // Whether a line without a mark goes on with the last block.
        var isOpen = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            guard line.contains(where: { !$0.isWhitespace }) else {
                isOpen = false
                continue
            }
            let isText = isOpen && blocks.last?.kind == .paragraph
            if let block = Block(marked: line, within: isText) {
                blocks.append(block)
                isOpen = block.kind != .heading
            } else if isOpen || line.first == " " && blocks.last?.kind.list != nil {
                blocks[blocks.count - 1].lines.append(line)
                isOpen = true
            } else {
                blocks.append(Block(kind: .paragraph, lines: [line]))
                isOpen = true
            }
        }
        return html(of: blocks)
    }

    private static func html(of blocks: [Block]) -> String {
        var parts: [String] = []
        var list: String?
        for block in blocks {
            if block.kind.list != list {
                if let list { parts.append("</\(list)>") }
                list = block.kind.list
                if let list { parts.append(block.number == 1 ? "<\(list)>" : "<\(list) start=\"\(block.number)\">") }
            }
            parts.append("<\(block.kind.tag)>\(block.html)</\(block.kind.tag)>")
        }
        if let list { parts.append("</\(list)>") }
        return parts.joined(separator: "\n")
    }
}

/// Lines that belong together.
private struct Block {
    enum Kind {
        case paragraph, heading, bullet, number

        var tag: String {
            switch self {
            case .paragraph: "p"
            case .heading: "h2"
            case .bullet, .number: "li"
            }
        }

        /// The list around such items.
        var list: String? {
            switch self {
            case .paragraph, .heading: nil
            case .bullet: "ul"
            case .number: "ol"
            }
        }
    }

    let kind: Kind
    /// Of an item with a number, that number.
    var number = 1
    var lines: [Substring]

    init(kind: Kind, lines: [Substring]) {
        self.kind = kind
        self.lines = lines
    }

    /// The block that a line begins by its mark; nil where it has none.
    ///
    /// Within a text only 1 begins a list: a line may begin with a number by chance.
    init?(marked line: Substring, within isText: Bool) {
        let words = line.drop { $0 == " " }
        guard let space = words.firstIndex(of: " "), let first = words.first else { return nil }
        let mark = words[..<space]
        let number = Int(mark.dropLast())
        if mark.count <= 6, mark.allSatisfy({ $0 == "#" }) {
            kind = .heading
        } else if mark.count == 1, "-*+".contains(first) {
            kind = .bullet
        } else if mark.count <= 9, ".)".contains(mark.suffix(1)), let number, number == 1 || number >= 0 && !isText {
            kind = .number
            self.number = number
        } else {
            return nil
        }
        lines = [words[space...]]
    }

    var html: String {
        var text = ""
        for (place, line) in lines.enumerated() {
            let isLast = place == lines.count - 1
            let isCut = !isLast && line.hasSuffix("\\")
            text += String(isCut ? line.dropLast() : line).trimmed
            if !isLast { text += isCut || line.hasSuffix("  ") ? "\n" : " " }
        }
        return MarkdownSpan.html(of: text[...])
    }
}
