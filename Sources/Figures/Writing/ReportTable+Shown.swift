extension ReportTable {
    /// A table as people read it on a page, on paper and in a mail.
    package struct Shown: Sendable {
        package let title: String
        package let columns: [(title: String, isNumber: Bool)]
        package let rows: [[String]]
    }

    /// The columns that people are not shown: a number says its unit itself, and a name made of the columns beside it says
    /// nothing new.
    package static let unshown: Set = ["unit", "theme", "end", "escalation", "what"]

    /// The places of the columns that people are shown.
    package var shownColumns: [Int] { columns.indices.filter { !Self.unshown.contains(columns[$0].id) } }

    /// The table as people read it in a language.
    package func shown(in words: ReportWords = .english) -> Shown {
        let places = shownColumns
        return Shown(
            title: words.phrase(title),
            columns: places.map { (FigureNames.name(columns[$0], in: words), columns[$0].isNumber) },
            rows: rows.map { row in
                let texts = FigureNames.texts(of: row, in: self, in: words)
                return places.map { texts[$0] }
            }
        )
    }
}
