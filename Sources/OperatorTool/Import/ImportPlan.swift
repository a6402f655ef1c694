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

    /// The entry that a row becomes.
    func publication(of row: ImportRow) -> Publication {
        let fields = row.fields.filter { !$0.name.hasPrefix(RejectedRowsFile.prefix) }
        var publication = Publication(type: row.value(of: "type") ?? type, fields: fields)
        publication.addUnlessPresent("id", "\(idPrefix)-\(row.number)")
        publication.addUnlessPresent("source", source)
        for field in additions {
            publication.addUnlessPresent(field.name, field.value.replacing("{row}", with: "\(row.number)"))
        }
        return publication
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
