import Postgres

/// Writes what a batch has changed in cases that were there before it.
///
/// Columns that keep their value cost nothing: PostgreSQL compares values to tell whether an index has to follow.
struct UpdateCases {
    let cases: [Case]

    private static let changing = CaseColumn.changing + [CaseColumn.steps]
    private static let columns = CaseColumn.key + changing
    private static let text = """
        UPDATE router.cases AS c
        SET \(changing.map { "\"\($0.name)\" = n.\"\($0.name)\"" }.joined(separator: ", "))
        FROM (\(columns.rows)) AS n
        WHERE c.partition = n.partition AND c.conversation = n.conversation AND c.number = n.number
        """

    var statement: Statement { Statement(Self.text, parameters: Self.columns.map { $0.values(cases) }) }
}
