import Contract

/// Reads a file of JSON objects, one on each line, in constant memory.
///
/// Strings are taken as they are, numbers and true or false as they are written, lists and objects as compact JSON (such
/// as `attachments`); null is a field that is not there. A line that is no object becomes a row with a fault.
struct JSONLinesReader: RowReader {
    private var source: ByteSource
    private var position: ImportPosition

    /// Opens the file and goes on from `position`.
    init(path: String, from position: ImportPosition = .init()) throws(ToolFailure) {
        source = try ByteSource(path: path, offset: position.offset)
        self.position = position
        if position.offset == 0 {
            var records = CSVRecords(source: source)
            try records.skipByteOrderMark()
            source = records.source
        }
    }

    mutating func next() throws(ToolFailure) -> ImportRow? {
        while let line = try nextLine() {
            let number = position.line
            position.line += 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            position.row += 1
            var row = ImportRow(
                number: position.row,
                line: number,
                end: source.offset,
                endLine: position.line,
                fields: []
            )
            read(line, into: &row)
            return row
        }
        return nil
    }

    private mutating func nextLine() throws(ToolFailure) -> [UInt8]? {
        guard try source.peek() != nil else { return nil }
        var line: [UInt8] = []
        while let byte = try source.next(), byte != UInt8(ascii: "\n") {
            line.append(byte)
            guard line.count <= CSVReader.longestRecord else {
                throw .failed("line \(position.line) is longer than 1 MiB: there must be one object on each line")
            }
        }
        return line
    }

    private func read(_ line: [UInt8], into row: inout ImportRow) {
        guard let text = String(validating: line, as: UTF8.self) else {
            row.text = String(decoding: line, as: UTF8.self)
            row.fault = "the line is not UTF-8"
            return
        }
        do throws(JSONFault) {
            guard case .object(let members) = try JSONValue(parsing: text) else {
                throw JSONFault(expected: "each line must be an object in braces", offset: 0)
            }
            for member in members {
                switch member.value {
                case .null, .string(""): continue
                case .string(let value): row.fields.append(.init(member.name, value))
                default: row.fields.append(.init(member.name, member.value.description))
                }
            }
        } catch {
            row.text = text
            row.fault = error.sentence
        }
    }
}
