/// Reads files of examples: lines of fields with tabs between them, or CSV, the names of the fields in the first line.
package struct ExampleFile: Sendable {
    /// The rows, each with as many fields as there are names.
    package let rows: [[String]]
    /// The names of the fields.
    package let names: [String]

    /// Reads the text of a file: CSV (RFC 4180), unless there is a tab in the first line, or that is a comment.
    ///
    /// In files with tabs, lines that begin with # are comments.
    package init(_ text: String) throws(TriageFailure) {
        let first = text.prefix { !$0.isNewline }
        let isTabbed = first.contains("\t") || first.hasPrefix("#")
        var rows = isTabbed ? Self.tabbed(text) : try Self.separated(text)
        guard !rows.isEmpty else { throw TriageFailure(.badLine, "The file of examples is empty.") }
        names = rows.removeFirst().fields
        for row in rows where row.fields.count != names.count {
            throw TriageFailure(
                .badLine,
                "Line \(row.line) of the examples has \(row.fields.count) fields, the first line names \(names.count)."
            )
        }
        self.rows = rows.map(\.fields)
    }

    /// The place of a field.
    package func place(of name: String) throws(TriageFailure) -> Int {
        guard let place = names.firstIndex(of: name) else {
            throw TriageFailure(
                .badLine,
                "The file of examples has no field \"\(name)\"; its first line must name its fields."
            )
        }
        return place
    }

    private struct Row {
        let line: Int
        var fields: [String]
    }

    private static func tabbed(_ text: String) -> [Row] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { line in
            guard !line.element.isEmpty, !line.element.hasPrefix("#") else { return nil }
            let fields = line.element.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Row(line: line.offset + 1, fields: fields)
        }
    }

    private static func separated(_ text: String) throws(TriageFailure) -> [Row] {
        var rows: [Row] = []
        var row = Row(line: 1, fields: [])
        var (field, line) = ("", 1)
        var (isQuoted, wasQuote) = (false, false)
        for character in text {
            if character.isNewline { line += 1 }
            if wasQuote, character != "\"" { (isQuoted, wasQuote) = (false, false) }
            if character == "\"", wasQuote {
                field.append(character)
                wasQuote = false
            } else if character == "\"", isQuoted {
                wasQuote = true
            } else if character == "\"", field.isEmpty {
                isQuoted = true
            } else if isQuoted || character != "," && !character.isNewline {
                field.append(character)
            } else {
                row.fields.append(field)
                field = ""
                if character.isNewline {
                    if row.fields != [""] { rows.append(row) }
                    row = Row(line: line, fields: [])
                }
            }
        }
        guard !isQuoted || wasQuote else {
            throw TriageFailure(.badLine, "Line \(row.line) of the examples opens a quotation that nothing closes.")
        }
        row.fields.append(field)
        if row.fields != [""] { rows.append(row) }
        return rows
    }
}
