/// The rows that a statement returned, and how many it touched.
///
/// The values stay in libpq's result and are decoded when they are asked for.
package final class Rows: Sendable {
    let result: ServerResult
    let columns: [ColumnType]

    /// The rows that were returned.
    package let count: Int
    /// The rows that were inserted, updated, deleted or returned.
    package let affected: Int

    init(_ result: consuming ServerResult) {
        columns = (0..<result.columnCount).map { ColumnType(oid: result.type(ofColumn: $0)) }
        count = result.rowCount
        affected = result.affectedRows
        self.result = result
    }
}

extension Rows: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> Row {
        precondition(position >= 0 && position < count, "There is no row \(position) among \(count).")
        return Row(rows: self, index: Int32(truncatingIfNeeded: position))
    }
}
