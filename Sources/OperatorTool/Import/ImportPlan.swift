/// How the rows of a file become entries.
struct ImportPlan: Sendable {
    /// The type of rows that have no `type`.
    var type = "message.post"
    /// The source of rows that have no `source`.
    var source = "import"
    /// Fields that every row gets unless it has them; `{row}` in a value stands for the row's number.
    var additions: [ImportRow.Field] = []
    /// The beginning of the ids of rows that have none: from the file's digest, so that repeating has no second effect.
    var idPrefix: String

    init(digest: String) { idPrefix = String(digest.prefix(12)) }

    /// The names of the fields that no row lacks in the end.
    var names: [String] { additions.map(\.name) + ["type", "source", "id"] }

    /// The row with all that it lacks, and without what says why it was refused before.
    ///
    /// It is kept so when it is refused, since the numbers of the rows are others where it is mended. It keeps its id too: who
    /// mends a file of refused rows bit by bit, and imports it each time, has no row in twice.
    func completed(_ row: ImportRow) -> ImportRow {
        var row = row
        if let text = row.value(of: RejectedRowsFile.lineColumn) {
            row.text = text
            row.fault = "put the values in \(RejectedRowsFile.lineColumn) into their columns, and empty that one"
        }
        row.fields.removeAll { $0.name.hasPrefix(RejectedRowsFile.prefix) }
        let number = String(row.number)
        for field in additions {
            row.addUnlessPresent(field.name, field.value.replacing("{row}", with: number))
        }
        row.addUnlessPresent("type", type)
        row.addUnlessPresent("source", source)
        row.addUnlessPresent("id", "\(idPrefix)-\(number)")
        return row
    }
}

/// The two forms of file that can be imported.
enum ImportFormat: Sendable, Equatable {
    case csv
    case jsonLines

    /// The form that a file's name tells; a file of rejected rows has the form of the file that they come from.
    init?(path: String) {
        var name = path[...]
        while name.hasSuffix(".rejected") { name = name.dropLast(".rejected".count) }
        switch name.split(separator: ".").last?.lowercased() {
        case "csv": self = .csv
        case "jsonl", "ndjson": self = .jsonLines
        default: return nil
        }
    }
}
