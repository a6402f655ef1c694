extension SettingsTable {
    /// The settings as the README shows them, in Markdown.
    package static func markdown() -> String {
        var lines = [
            "| variable | flag | type | default | allowed | meaning |",
            "|---|---|---|---|---|---|",
        ]
        for row in all {
            let cells = ["`\(row.variable)`", "`\(row.flag)`", row.type, row.standard, row.allowed, row.meaning]
            lines.append("| " + cells.map(cell).joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The settings as `--help` shows them.
    package static func help() -> String {
        all.map { row in
            """
              \(row.flag) VALUE, \(row.variable)
                  \(row.meaning)
                  type:    \(row.type)
                  default: \(row.standard)
                  allowed: \(row.allowed)

            """
        }.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
