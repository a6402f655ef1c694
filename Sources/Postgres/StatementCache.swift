/// Which statements a session has prepared, by text, and which it gives up when there are too many.
///
/// Names are never used twice, so a statement whose fate is unknown cannot be mistaken for another.
struct StatementCache {
    private let capacity: Int
    private var statements: [String: PreparedStatement] = [:]
    private var clock: UInt64 = 0
    private var made: UInt64 = 0

    /// Names that the server still holds although nothing refers to them.
    private(set) var retired: [String] = []

    /// Makes an empty cache that keeps the `capacity` statements used last.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// Finds what to execute for a statement, and whether it has to be prepared first.
    mutating func lookUp(_ statement: Statement) -> (prepared: PreparedStatement, isNew: Bool) {
        clock += 1
        guard let known = statements[statement.text] else {
            return (insert(statement.text, types: statement.parameters.map(\.type.oid)), true)
        }
        known.lastUse = clock
        if known.fits(statement.parameters) { return (known, false) }
        retired.append(known.name)
        return (insert(statement.text, types: known.types(widenedFor: statement.parameters)), true)
    }

    /// Forgets a statement that the server did not prepare.
    mutating func discard(_ text: String, name: String) {
        retired.removeAll { $0 == name }
        if statements[text]?.name == name { statements[text] = nil }
    }

    /// Retires all statements, so that each is prepared anew.
    mutating func retireAll() {
        retired.append(contentsOf: statements.values.map(\.name))
        statements = [:]
    }

    /// Forgets all statements: the server has dropped them by itself.
    mutating func forgetAll() {
        retired = []
        statements = [:]
    }

    /// Hands over the retired names to whoever deallocates them.
    mutating func takeRetired() -> [String] {
        defer { retired = [] }
        return retired
    }

    private mutating func insert(_ text: String, types: [UInt32]) -> PreparedStatement {
        if statements[text] == nil, statements.count >= capacity,
            let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            statements[oldest.key] = nil
            retired.append(oldest.value.name)
        }
        made += 1
        let prepared = PreparedStatement(name: "s\(made)", types: types, lastUse: clock)
        statements[text] = prepared
        return prepared
    }
}
