import Contract
import Foundation

/// The rows that were refused, beside the input as `FILE.rejected`, in the input's own form with three columns more.
///
/// A person mends the rows and imports the file; an import leaves the three columns out.
struct RejectedRowsFile {
    /// The columns that say why; an import leaves out every column with this beginning.
    static let prefix = "rejected_"
    let path: String
    private let columns: [String]?
    private var handle: FileHandle?
    private(set) var length: UInt64

    /// The rejected rows of `input`, CSV with these columns or JSON lines without; what stands beyond `length` is cut off.
    init(input: String, columns: [String]?, length: UInt64) throws(ToolFailure) {
        path = input + ".rejected"
        self.columns = columns?.filter { !$0.hasPrefix(Self.prefix) }
        self.length = length
        if length == 0 {
            try? FileManager.default.removeItem(atPath: path)
        } else {
            try open()
        }
    }

    /// Adds a row with the reason.
    mutating func add(_ row: ImportRow, code: String, field: String, detail: String) throws(ToolFailure) {
        if handle == nil {
            try open()
            if let columns { try append(Self.line(columns + ["code", "field", "detail"].map { Self.prefix + $0 })) }
        }
        let reasons = [("code", code), ("field", field), ("detail", detail)]
        guard let columns else {
            let members = row.fields.map { JSONValue.Member(name: $0.name, value: .string($0.value)) }
            let why = reasons.map { JSONValue.Member(name: Self.prefix + $0.0, value: .string($0.1)) }
            return try append(JSONValue.object(members.filter { !$0.name.hasPrefix(Self.prefix) } + why).description)
        }
        try append(Self.line(columns.map { row.value(of: $0) ?? "" } + reasons.map(\.1)))
    }

    private mutating func open() throws(ToolFailure) {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(fileURLWithPath: path))
            }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            length = min(length, try file.seekToEnd())
            try file.truncate(atOffset: length)
            handle = file
        } catch {
            throw .failed("cannot write \(path), which keeps the rejected rows: import from a directory you may write")
        }
    }

    private mutating func append(_ line: String) throws(ToolFailure) {
        let data = Data((line + (columns == nil ? "\n" : "\r\n")).utf8)
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
        }.joined(separator: ",")
    }
}
