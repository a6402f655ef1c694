/// The text of a statement that takes the rows of a batch, a column an array.
///
/// An array is walked by `unnest($1::int[])` in the list of what is selected, and each of those makes ready for any number of
/// rows. Of a single one, as a quiet system's batches have, the value is taken out of the array in its place, by
/// `($1::int[])[1]`: to append an event took the server 119 µs instead of 144.
package struct RowsText: Sendable {
    private let ofMany: String
    private let ofOne: String

    /// The text for any number of rows.
    package init(_ text: String) {
        ofMany = text
        var one = ""
        var rest = text[...]
        while let walk = rest.firstRange(of: "unnest($"), let end = rest[walk.upperBound...].firstIndex(of: ")") {
            let array = rest[rest.index(before: walk.upperBound)..<end]
            one += rest[..<walk.lowerBound]
            // Several arrays at once are a table of FROM, not a value.
            one += array.contains(",") ? "unnest(\(array))" : "(\(array))[1]"
            rest = rest[rest.index(after: end)...]
        }
        ofOne = one + rest
    }

    /// The text for so many rows, all of which the arrays hold, or are empty where every row has NULL.
    package func of(_ count: Int) -> String { count == 1 ? ofOne : ofMany }
}

extension Statement {
    /// Makes a statement for so many rows.
    package init(_ text: RowsText, rows count: Int, _ parameters: Parameter...) {
        self.init(text.of(count), parameters: parameters)
    }

    /// Makes a statement for so many rows from a list of values.
    package init(_ text: RowsText, rows count: Int, parameters: [Parameter]) {
        self.init(text.of(count), parameters: parameters)
    }
}
