/// Reads comma-separated values (RFC 4180) one record at a time, in constant memory.
///
/// The first record names the columns. A byte order mark, LF or CRLF, quoted fields with doubled quotes, commas and line
/// breaks inside, and blank lines are understood. A record that is malformed becomes a row with a fault.
struct CSVReader: RowReader {
    /// No record may be longer; it would be refused as too large, or a quote is missing.
    static let longestRecord = 1 << 20
    /// The names of the columns, in their order.
    let columns: [String]
    private var source: ByteSource
    private var position: ImportPosition

    /// Opens the file, reads the headings and goes on from `position` (by default after the headings).
    init(path: String, from position: ImportPosition = .init()) throws(ToolFailure) {
        var records = CSVRecords(source: try ByteSource(path: path))
        try records.skipByteOrderMark()
        guard let headings = try records.next() else {
            throw .failed("\(path) is empty: its first line must name the columns")
        }
        columns = headings.fields.compactMap { String(validating: $0, as: UTF8.self) }
        guard headings.fault == nil, columns.count == headings.fields.count, !columns.contains("") else {
            throw .failed("\(path): the first line must name every column, in UTF-8")
        }
        if let twice = Dictionary(grouping: columns, by: \.self).values.first(where: { $0.count > 1 })?.first {
            throw .failed("\(path): the column '\(twice)' stands there twice: name each column once")
        }
        if position.offset > records.source.offset {
            source = try ByteSource(path: path, offset: position.offset)
            self.position = position
        } else {
            source = records.source
            self.position = ImportPosition(offset: source.offset, line: records.line, row: 0)
        }
    }

    mutating func next() throws(ToolFailure) -> ImportRow? {
        var records = CSVRecords(source: source, line: position.line)
        defer {
            source = records.source
            position.line = records.line
        }
        guard let record = try records.next() else { return nil }
        position.row += 1
        var row = ImportRow(
            number: position.row,
            line: record.line,
            end: records.source.offset,
            endLine: records.line,
            fields: [],
            fault: record.fault
        )
        if row.fault == nil, record.fields.count != columns.count {
            row.fault = "the row has \(record.fields.count) values, the first line names \(columns.count) columns"
        }
        for (name, bytes) in zip(columns, record.fields) where !bytes.isEmpty && row.fault == nil {
            if let value = String(validating: bytes, as: UTF8.self) {
                row.fields.append(.init(name, value))
            } else {
                row.fault = "the value of '\(name)' is not UTF-8"
            }
        }
        if row.fault != nil {
            // What could be read of it would look like a whole row.
            row.fields = []
            var text = String(decoding: try records.source.bytes(from: record.start), as: UTF8.self)
            while text.last?.isNewline == true { text.removeLast() }
            row.text = text
        }
        return row
    }
}

/// One record as its bytes stand in the file.
struct CSVRecord {
    var line: Int
    /// How many bytes of the file stand before it.
    var start: UInt64
    var fields: [[UInt8]] = []
    var fault: String?
}

/// The records of a source of bytes, headings and all.
struct CSVRecords {
    var source: ByteSource
    var line = 1

    mutating func skipByteOrderMark() throws(ToolFailure) {
        guard try source.peek() == 0xEF else { return }
        for _ in 0..<3 { _ = try source.next() }
    }

    /// The next record that is not a blank line, or nil at the end of the source.
    mutating func next() throws(ToolFailure) -> CSVRecord? {
        while let byte = try source.peek(), byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            _ = try source.next()
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
        guard try source.peek() != nil else { return nil }
        let start = source.offset
        var record = CSVRecord(line: line, start: start)
        var ended = false
        while !ended {
            var field: [UInt8] = []
            if try source.peek() == UInt8(ascii: "\"") {
                ended = try quoted(into: &field, of: &record, from: start)
            } else {
                ended = try plain(into: &field, from: start)
            }
            record.fields.append(field)
        }
        return record
    }

    /// Reads up to the next comma or line end; true at the end of the record.
    private mutating func plain(into field: inout [UInt8], from start: UInt64) throws(ToolFailure) -> Bool {
        while let byte = try source.next() {
            switch byte {
            case UInt8(ascii: ","): return false
            case UInt8(ascii: "\n"):
                line += 1
                if field.last == UInt8(ascii: "\r") { field.removeLast() }
                return true
            default: field.append(byte)
            }
            try checkLength(from: start)
        }
        return true
    }

    private mutating func quoted(
        into field: inout [UInt8],
        of record: inout CSVRecord,
        from start: UInt64
    ) throws(ToolFailure) -> Bool {
        _ = try source.next()
        while let byte = try source.next() {
            if byte == UInt8(ascii: "\"") {
                guard try source.peek() == UInt8(ascii: "\"") else {
                    var rest: [UInt8] = []
                    let ended = try plain(into: &rest, from: start)
                    if rest != [], rest != [UInt8(ascii: "\r")] {
                        record.fault = "a comma or the end of the line must follow a closing quote"
                    }
                    return ended
                }
                _ = try source.next()
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            field.append(byte)
            try checkLength(from: start)
        }
        record.fault = "the closing quote is missing"
        return true
    }

    private func checkLength(from start: UInt64) throws(ToolFailure) {
        guard source.offset - start <= CSVReader.longestRecord else {
            throw .failed("line \(line): a row is longer than 1 MiB: look for a quote that is not closed before it")
        }
    }
}
