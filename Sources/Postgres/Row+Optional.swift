extension Row {
    /// Reads a text, or nil for NULL.
    package func textOrNull(_ column: Int) -> String? {
        let type = type(of: column)
        precondition(type == .text || type == .jsonb, mismatch(column, "text"))
        return value(column) { reader in
            // The binary form of `jsonb` is the text after a version byte.
            if type == .jsonb { _ = reader.integer(UInt8.self) }
            return reader.text()
        }
    }

    /// Reads an integer of 2, 4 or 8 bytes, or nil for NULL.
    package func intOrNull(_ column: Int) -> Int64? {
        precondition(type(of: column) == .integer, mismatch(column, "an integer"))
        return value(column) { reader in
            switch reader.remaining {
            case 8: reader.integer(Int64.self)
            case 4: reader.integer(Int32.self).map(Int64.init)
            default: reader.integer(Int16.self).map(Int64.init)
            }
        }
    }

    /// Reads a Boolean value, or nil for NULL.
    package func boolOrNull(_ column: Int) -> Bool? {
        precondition(type(of: column) == .bool, mismatch(column, "a Boolean value"))
        return value(column) { $0.integer(UInt8.self).map { $0 != 0 } }
    }

    /// Reads a floating-point number, or nil for NULL.
    package func doubleOrNull(_ column: Int) -> Double? {
        let type = type(of: column)
        precondition(type == .double || type == .float, mismatch(column, "a floating-point number"))
        return value(column) { reader in
            type == .double
                ? reader.integer(UInt64.self).map { Double(bitPattern: $0) }
                : reader.integer(UInt32.self).map { Double(Float(bitPattern: $0)) }
        }
    }

    /// Reads a `bytea`, or nil for NULL.
    package func bytesOrNull(_ column: Int) -> [UInt8]? {
        precondition(type(of: column) == .bytes, mismatch(column, "bytes"))
        return value(column) { $0.array() }
    }

    /// Reads a `uuid`, or nil for NULL.
    package func uuidOrNull(_ column: Int) -> PostgresUUID? {
        precondition(type(of: column) == .uuid, mismatch(column, "a UUID"))
        return value(column) { reader in
            guard let high = reader.integer(UInt64.self), let low = reader.integer(UInt64.self) else { return nil }
            return PostgresUUID(high: high, low: low)
        }
    }

    /// Reads a `timestamptz` in microseconds since 1970 UTC, or nil for NULL.
    package func timestampOrNull(_ column: Int) -> Int64? {
        precondition(type(of: column) == .timestamp, mismatch(column, "a timestamp"))
        return value(column) { $0.integer(Int64.self).map(Timestamp.decoded) }
    }

    /// Reads a one-dimensional `text[]`, or nil for NULL.
    package func textsOrNull(_ column: Int) -> [String?]? {
        precondition(type(of: column) == .textArray, mismatch(column, "an array of texts"))
        return value(column) { $0.texts() }
    }
}

// MARK: - Access

extension Row {
    private func type(of column: Int) -> ColumnType {
        precondition(rows.columns.indices.contains(column), "There is no column \(column).")
        return rows.columns[column]
    }

    private func mismatch(_ column: Int, _ wanted: String) -> String {
        "Column \(column) (\(rows.result.name(ofColumn: column))) does not hold \(wanted)."
    }

    /// Decodes a value unless it is NULL.
    @inline(__always)
    private func value<Value>(_ column: Int, _ decode: (inout BinaryReader) -> Value?) -> Value? {
        rows.result.withValue(row: index, column: Int32(truncatingIfNeeded: column), decode)
    }
}
