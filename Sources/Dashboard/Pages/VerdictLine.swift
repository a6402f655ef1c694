import Figures
import Pages

/// What became of one target of a report, in a line.
struct VerdictLine {
    /// The verdicts in the order in which they are shown; what is only reported has no line.
    static let order = [Verdict.missed, .met, .tooFew]

    let verdict: Verdict
    private let name: String
    private let value: String
    private let target: String

    /// The line of a row of the report's table of targets; nil for what has no target.
    init?(_ row: [ReportTable.Cell], of table: ReportTable) {
        let said = Dictionary(zip(table.columns.map(\.id), table.spoken(row))) { first, _ in first }
        guard let word = table.columns.firstIndex(where: { $0.id == "verdict" }), case .text(let code) = row[word],
            let verdict = Verdict(rawValue: code), let id = said["id"], let name = said["name"],
            let target = said["target"], target != "reported"
        else { return nil }
        self.verdict = verdict
        self.name = "\(id) \(name)"
        value = said["value"] ?? FigureText.nothing
        self.target = target
    }

    var html: HTML {
        """
        <li>\(KPICard.badge(verdict)) \(name): <strong>\(value)</strong> <span class="soft">target \(target)</span></li>

        """
    }
}
