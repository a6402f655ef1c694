import Contract

/// The lines of a stored record: a letter that says what the line is, and its values, with tabs between them.
struct RecordLine {
    private var values: [Substring]
    private var next = 1

    /// The lines of a record.
    static func lines(of text: String) -> [RecordLine] {
        text.split(separator: "\n").map { RecordLine(values: $0.split(separator: "\t", omittingEmptySubsequences: false)) }
    }

    /// What the line is.
    var letter: Substring { values.first ?? "" }

    /// Whether there are more values.
    var hasMore: Bool { next < values.count }

    mutating func text() -> String {
        guard hasMore else { return "" }
        defer { next += 1 }
        return String(values[next])
    }

    mutating func int() -> Int64 { Int64(text()) ?? 0 }

    /// The instant, or nil where none is written.
    mutating func instant() -> Instant? { Int64(text()).map { Instant(microseconds: $0) } }
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
