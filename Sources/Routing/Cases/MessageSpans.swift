/// Which message numbers of a conversation belong to a case, as the text of an `int8multirange`.
///
/// The last span stays open while messages belong to the case, so that nothing is written for a message, only where
/// belonging begins or ends.
struct MessageSpans: Sendable, Equatable {
    private(set) var text: String

    /// No message belongs yet.
    static let none = MessageSpans(text: "{}")

    /// Spans as PostgreSQL prints them.
    init(text: String) {
        self.text = text
    }

    /// Whether the next message belongs unless something is said.
    var isUnbounded: Bool { text.utf8.suffix(3).elementsEqual(",)}".utf8) }

    /// Says that the message belongs and those after it do; returns whether that was news.
    mutating func begin(at number: Int64) -> Bool {
        guard !isUnbounded else { return false }
        text.removeLast()
        text += text.utf8.count > 1 ? ",[\(number),)}" : "[\(number),)}"
        return true
    }

    /// Says that the message does not belong nor do those after it; returns whether that was news.
    mutating func end(before number: Int64) -> Bool {
        guard isUnbounded else { return false }
        text.removeLast(2)
        text += "\(number))}"
        return true
    }
}
