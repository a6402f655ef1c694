import Contract
import Foundation

/// The rows that were refused, beside the input as `FILE.rejected`, in the input's own form with some columns more.
///
/// A person mends the rows and imports the file; an import leaves out the columns that say why.
struct RejectedRowsFile {
    /// The columns that say why; an import leaves out every column with this beginning.
    static let prefix = "rejected_"
    /// Where a malformed row stands as it was, its own columns being empty; an import takes no row that has it still.
    static let lineColumn = prefix + "line"
    let path: String
    private let columns: [String]?
    private var handle: FileHandle?
    private(set) var length: UInt64

    /// The rejected rows of `input`, CSV with these columns or JSON lines without; what stands beyond `length` is cut off.
    ///
    /// A file that was put away meanwhile is begun anew.
    init(input: String, columns: [String]?, length: UInt64) throws(ToolFailure) {
        path = input + ".rejected"
        self.columns = columns
        if length == 0 {
            try? FileManager.default.removeItem(atPath: path)
        }
        self.length = FileManager.default.fileExists(atPath: path) ? length : 0
        if self.length > 0 { try open() }
    }

    /// The columns of the file of rejected rows whose own are these, with those that every row has in the end.
    static func columns(_ own: [String], with names: [String]) -> [String] {
        names.reduce(into: own.filter { !$0.hasPrefix(prefix) }) { columns, name in
            if !columns.contains(name) { columns.append(name) }
        }
    }

    /// Adds a row with the reason.
    mutating func add(_ row: ImportRow, code: String, field: String, detail: String) throws(ToolFailure) {
        if handle == nil { try open() }
        let reasons = [code, field, detail]
        guard let columns else {
            var fields = row.fields + zip(Self.reasons, reasons).map { ImportRow.Field($0, $1) }
            if let text = row.text { fields.append(.init(Self.lineColumn, text)) }
            return try append(
                JSONValue.object(fields.map { .init(name: $0.name, value: .string($0.value)) }).description + "\n"
            )
        }
        try append(Self.line(columns.map { row.value(of: $0) ?? "" } + reasons + [row.text ?? ""]))
    }

    private static let reasons = ["code", "field", "detail"].map { prefix + $0 }

    /// The line that names the columns; empty where each row names its own.
    private var heading: String {
        columns.map { Self.line($0 + Self.reasons + [Self.lineColumn]) } ?? ""
    }

    private mutating func open() throws(ToolFailure) {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(fileURLWithPath: path))
            }
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            let begins = try file.read(upToCount: heading.utf8.count) == Data(heading.utf8)
            length = min(length, try file.seekToEnd())
            guard heading.isEmpty || length == 0 || begins else {
                throw ToolFailure.failed(
                    "\(path) has other columns than this import writes: "
                        + "give the same --set as before, or put it away, as one that an earlier version wrote"
                )
            }
            try file.truncate(atOffset: length)
            handle = file
        } catch let failure as ToolFailure {
            throw failure
        } catch {
            throw .failed("cannot write \(path), which keeps the rejected rows: import from a directory you may write")
        }
        if length == 0 { try append(heading) }
    }

    private mutating func append(_ line: String) throws(ToolFailure) {
        let data = Data(line.utf8)
        do {
            try handle?.write(contentsOf: data)
            length += UInt64(data.count)
        } catch {
            throw .failed("cannot write \(path), which keeps the rejected rows: make space on the disk")
        }
    }

    private static func line(_ values: [String]) -> String {
        values.map { value in
            let isPlain = !value.utf8.contains { byte in
                byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
            }
            return isPlain ? value : "\"" + value.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",") + "\r\n"
    }
}
