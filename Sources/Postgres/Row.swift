/// One row of a result; its values are read by the number of their column, from 0.
///
/// A value must be asked for as what its column holds, and only a column that cannot be NULL without `OrNull`: a
/// statement and the code that reads its rows stand side by side, so the opposite is a fault of the program and ends it.
package struct Row: Sendable {
    let rows: Rows
    let index: Int32

    /// Whether the value is NULL.
    package func isNull(_ column: Int) -> Bool {
        precondition(rows.columns.indices.contains(column), "There is no column \(column).")
        return rows.result.isNull(row: index, column: Int32(truncatingIfNeeded: column))
    }

    /// Reads a text (also of `varchar`, `name`, enums, `json`, `jsonb`).
    package func text(_ column: Int) -> String { required(textOrNull(column), column) }

    /// Reads an integer of 2, 4 or 8 bytes.
    package func int(_ column: Int) -> Int64 { required(intOrNull(column), column) }

    /// Reads a Boolean value.
    package func bool(_ column: Int) -> Bool { required(boolOrNull(column), column) }

    /// Reads a floating-point number of 4 or 8 bytes.
    package func double(_ column: Int) -> Double { required(doubleOrNull(column), column) }

    /// Reads a `bytea`.
    package func bytes(_ column: Int) -> [UInt8] { required(bytesOrNull(column), column) }

    /// Reads a `uuid`.
    package func uuid(_ column: Int) -> PostgresUUID { required(uuidOrNull(column), column) }

    /// Reads a `timestamptz` in microseconds since 1970 UTC; the ends of `Int64` are `infinity` and `-infinity`.
    package func timestamp(_ column: Int) -> Int64 { required(timestampOrNull(column), column) }

    /// Reads a one-dimensional `text[]`.
    package func texts(_ column: Int) -> [String?] { required(textsOrNull(column), column) }

    @inline(__always)
    private func required<Value>(_ value: Value?, _ column: Int) -> Value {
        guard let value else {
            preconditionFailure("Column \(column) (\(rows.result.name(ofColumn: column))) was read as never NULL.")
        }
        return value
    }
}
