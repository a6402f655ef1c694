/// The words of a block of Markdown, from which what is marked is taken piece by piece.
struct MarkdownSpan {
    /// How far the end of a link is looked for.
    private static let longestLink = 2000

    private var rest: Substring
    /// What stands before the rest.
    private var last: Character?
    private var html = ""
    /// Marks that have no end from here on, and so none further on: nothing is searched twice.
    private var endless: Set<String> = []

    private init(rest: Substring) { self.rest = rest }

    /// The words in HTML; the end of a line among them stays one.
    static func html(of text: Substring) -> String {
        var span = MarkdownSpan(rest: text)
        while let first = span.rest.first {
            guard !span.takeMarked(first) else { continue }
            span.take(first == "\n" ? "<br>\n" : RenderedTemplate.escaped(String(first)), upTo: span.rest.dropFirst())
        }
        return span.html
    }

    private mutating func take(_ html: String, upTo rest: Substring) {
        self.html += html
        last = self.rest[..<rest.startIndex].last
        self.rest = rest
    }

    /// Takes what a mark at the beginning makes of what follows; false where it is none.
    private mutating func takeMarked(_ first: Character) -> Bool {
        switch first {
        case "\\": takeEscaped()
        case "`": takeEnclosed("`") { "<code>\(RenderedTemplate.escaped($0))</code>" }
        case "*", "_": takeStressed()
        case "[": takeLink()
        case "h": takeAddress()
        default: false
        }
    }

    private mutating func takeEscaped() -> Bool {
        guard let next = rest.dropFirst().first, next.isASCII, next.isPunctuation || next.isSymbol else { return false }
        take(RenderedTemplate.escaped(String(next)), upTo: rest.dropFirst(2))
        return true
    }

    private mutating func takeStressed() -> Bool {
        takeEnclosed("**") { "<strong>\(Self.html(of: $0))</strong>" }
            || takeEnclosed("__") { "<strong>\(Self.html(of: $0))</strong>" }
            || takeEnclosed("*") { "<em>\(Self.html(of: $0))</em>" }
            || takeEnclosed("_") { "<em>\(Self.html(of: $0))</em>" }
    }

    /// Takes what stands between two of the marks.
    private mutating func takeEnclosed(_ mark: String, _ html: (Substring) -> String) -> Bool {
        guard rest.hasPrefix(mark), !endless.contains(mark), mark.first != "_" || last?.isOfWord != true else {
            return false
        }
        let inside = rest.dropFirst(mark.count)
        guard let first = inside.first, !first.isWhitespace, first != mark.first else { return false }
        guard let end = Self.end(mark, in: inside) else {
            endless.insert(mark)
            return false
        }
        take(html(inside[..<end.lowerBound]), upTo: inside[end.upperBound...])
        return true
    }

    /// Where what was begun ends: right after a word, a single mark not at a double one, and one of `_` at a word's end.
    private static func end(_ mark: String, in text: Substring) -> Range<Substring.Index>? {
        var from = text.startIndex
        while let found = text[from...].firstRange(of: mark) {
            let next = text[found.upperBound...].first
            let isOfDouble = next == mark.first
            let isAfterWord = text[..<found.lowerBound].last?.isWhitespace == false
            let isWithinWord = mark.first == "_" && next?.isOfWord == true
            if !isOfDouble, isAfterWord, !isWithinWord { return found }
            let run = text[found.upperBound...].prefix { isOfDouble && $0 == mark.first }
            from = run.endIndex
        }
        return nil
    }

    /// Takes `[words](address)`.
    private mutating func takeLink() -> Bool {
        let near = rest.dropFirst().prefix(Self.longestLink)
        guard let middle = near.firstRange(of: "](") else { return false }
        let (words, after) = (near[..<middle.lowerBound], near[middle.upperBound...])
        guard !words.isEmpty, !words.contains("["), let end = after.firstIndex(of: ")"),
            let link = Self.link(to: after[..<end], Self.html(of: words))
        else { return false }
        take(link, upTo: rest[after.index(after: end)...])
        return true
    }

    /// Takes an address that stands there as it is, without what ends the sentence around it.
    private mutating func takeAddress() -> Bool {
        guard last?.isOfWord != true, rest.hasPrefix("https://") || rest.hasPrefix("http://") else { return false }
        var address = rest.prefix { !$0.isWhitespace && !"<>\"".contains($0) }
        while let end = address.last, ".,;:!?)'*_".contains(end) { address.removeLast() }
        guard let link = Self.link(to: address, RenderedTemplate.escaped(address)) else { return false }
        take(link, upTo: rest[address.endIndex...])
        return true
    }

    /// A link to the web or to a mail address; nil for one that leads elsewhere.
    private static func link(to address: Substring, _ html: String) -> String? {
        guard let scheme = ["https://", "http://", "mailto:"].first(where: address.hasPrefix),
            address.count > scheme.count, !address.contains(where: \.isWhitespace)
        else { return nil }
        return "<a href=\"\(RenderedTemplate.escaped(address))\">\(html)</a>"
    }
}

extension Character {
    fileprivate var isOfWord: Bool { isLetter || isNumber }
}
