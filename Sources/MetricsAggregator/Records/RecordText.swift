import Contract

/// The lines of a stored record: a letter that says what the line is, and its values, with tabs between them.
///
/// They are told apart by bytes, since looking for characters, each of which may be many bytes, costs more.
struct RecordLine {
    /// What the line is.
    let letter: Substring
    /// What is still to be read; nil behind the last value.
    private var rest: Substring.UTF8View?

    /// The lines of a record.
    static func lines(of text: String) -> [RecordLine] {
        text.utf8.split(separator: UInt8(ascii: "\n")).map { RecordLine($0) }
    }

    private init(_ line: Substring.UTF8View) {
        var rest: Substring.UTF8View? = line
        letter = Self.next(&rest)
        self.rest = rest
    }

    /// The next value; nothing behind the last one.
    mutating func text() -> String { String(Self.next(&rest)) }

    mutating func int() -> Int64 { Int64(Self.next(&rest)) ?? 0 }

    /// The instant, or nil where none is written.
    mutating func instant() -> Instant? { Int64(Self.next(&rest)).map { Instant(microseconds: $0) } }

    private static func next(_ rest: inout Substring.UTF8View?) -> Substring {
        guard let values = rest else { return "" }
        let end = values.firstIndex(of: UInt8(ascii: "\t"))
        rest = end.map { values[values.index(after: $0)...] }
        return Substring(values[..<(end ?? values.endIndex)])
    }
}

/// Writes the lines of a record.
struct RecordWriter {
    private(set) var text = ""

    mutating func line(_ letter: String, _ values: [String]) {
        if !text.isEmpty { text += "\n" }
        text += letter
        for value in values {
            text += "\t"
            text += value.utf8.contains { $0 == 9 || $0 == 10 } ? value.map { $0.isWhitespace ? " " : $0 }.text : value
        }
    }
}

extension [Character] {
    fileprivate var text: String { String(self) }
}

extension Instant {
    /// How a record writes it.
    var mark: String { String(microseconds) }
}

extension Instant? {
    /// How a record writes it.
    var mark: String { map { String($0.microseconds) } ?? "" }
}
