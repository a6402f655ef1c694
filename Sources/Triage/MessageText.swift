/// A message as the triage reads it: words of lower-case letters, numbers and telling signs.
///
/// Of a long text only the beginning and the end are read, so that a judgement's cost is bounded, and nothing can be
/// hidden behind a long beginning.
struct MessageText {
    /// A run of letters, a run of digits, or a sign.
    struct Word {
        enum Kind {
            case letters
            case digits
            case sign
        }

        let kind: Kind
        let range: Range<Int>
    }

    /// How many characters are read from the beginning.
    static let headLimit = 448
    /// How many characters are read from the end of a text that is longer.
    static let tailLimit = 192

    /// The characters of all words in lower case.
    private(set) var lower: [UInt32] = []
    /// The same without accents, and with 0 for each digit.
    private(set) var folded: [UInt32] = []
    /// The words in their order.
    private(set) var words: [Word] = []

    private var open: Word.Kind?
    private var start = 0

    init(_ text: String) {
        let count = min(text.utf8.count, Self.headLimit + Self.tailLimit)
        lower.reserveCapacity(count)
        folded.reserveCapacity(count)
        words.reserveCapacity(count / 4)
        let (head, tail) = Self.parts(of: text)
        read(head)
        if tail.startIndex > head.endIndex { close() }
        read(tail)
        close()
    }

    /// The beginning of a text and, where that is not all, its end: what is read of it.
    static func parts(of text: String) -> (head: Substring.UnicodeScalarView, tail: Substring.UnicodeScalarView) {
        let scalars = text.unicodeScalars
        let end = scalars.endIndex
        let head = scalars.index(scalars.startIndex, offsetBy: Self.headLimit, limitedBy: end) ?? end
        let tail = scalars.index(end, offsetBy: -Self.tailLimit, limitedBy: head) ?? head
        return (scalars[..<head], scalars[tail...])
    }

    private mutating func read(_ scalars: Substring.UnicodeScalarView) {
        for scalar in scalars {
            switch Letters.role(of: scalar) {
            case .letter(let letter): add(letter.lower, letter.folded, to: .letters)
            case .digit(let digit): add(digit, Letters.zero, to: .digits)
            case .sign(let sign): addSign(sign)
            case .nothing: continue
            case .gap: close()
            }
        }
    }

    /// The word as it is shown in an explanation: no digit is told.
    func shown(_ word: Word) -> String {
        let characters = word.kind == .digits ? folded[word.range] : lower[word.range]
        var text = ""
        for character in characters {
            text.unicodeScalars.append(Unicode.Scalar(character) ?? " ")
        }
        return text
    }

    private mutating func add(_ character: UInt32, _ base: UInt32, to kind: Word.Kind) {
        if open != kind {
            close()
            open = kind
            start = lower.count
        }
        lower.append(character)
        folded.append(base)
    }

    /// Adds a sign, once for a run of the same.
    private mutating func addSign(_ sign: UInt32) {
        guard open != .sign || lower.last != sign else { return }
        close()
        add(sign, sign, to: .sign)
    }

    private mutating func close() {
        guard let kind = open else { return }
        words.append(Word(kind: kind, range: start..<lower.count))
        open = nil
    }
}
