import Contract
import Demo

/// The demonstration's entries as the rows of a file, so that they are published as any import is.
struct DemoReader: RowReader {
    private let entries: [DemoEntry]
    private var place: Int

    /// Reads on from behind the row of that position.
    init(_ entries: [DemoEntry], from position: ImportPosition = .init()) {
        self.entries = entries
        place = position.row
    }

    mutating func next() throws(ToolFailure) -> ImportRow? {
        guard place < entries.count else { return nil }
        let fields = entries[place].fields.map { ImportRow.Field($0.name, $0.value) }
        place += 1
        return ImportRow(number: place, line: place, end: UInt64(place), endLine: place, fields: fields)
    }
}
