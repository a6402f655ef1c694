import Postgres

/// Writes the cases that a batch has opened, as they stand at its end.
struct InsertCases {
    let cases: [Case]

    private static let columns = CaseColumn.key + CaseColumn.opening + CaseColumn.changing
    private static let text = """
        INSERT INTO router.cases (\(columns.names))
        SELECT \(columns.names) FROM (\(columns.rows)) AS n
        """

    var statement: Statement { Statement(Self.text, parameters: Self.columns.map { $0.values(cases) }) }
}
