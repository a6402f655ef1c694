import Foundation

/// What was expected and what was observed of each right, as an auditor can read it.
///
/// Written to the folder that `ACCESS_TABLES` names; without it nothing is kept.
struct AccessTable {
    private var lines: [String]

    init(_ columns: String...) {
        lines = [columns, columns.map { _ in "---" }].map(Self.line)
    }

    mutating func add(_ cells: String...) {
        lines.append(Self.line(cells))
    }

    func write(as name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["ACCESS_TABLES"] else { return }
        let file = URL(filePath: folder).appending(path: name)
        try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
