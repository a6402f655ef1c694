import Contract
import Postgres

/// A column of `router.cases`, and what it holds of each case of a batch.
struct CaseColumn: Sendable {
    let name: String
    /// What the array of the values is sent as.
    fileprivate let type: String
    let values: @Sendable ([Case]) -> Parameter

    static func int(_ name: String, _ value: @escaping @Sendable (Case) -> Int) -> CaseColumn {
        CaseColumn(name: name, type: "int[]") { .int4s($0.map { Int32(value($0)) }) }
    }

    /// A column of texts, or of another type that has no parameter of its own and is read from its text.
    static func text(
        _ name: String,
        as type: String? = nil,
        _ value: @escaping @Sendable (Case) -> String?
    ) -> CaseColumn {
        CaseColumn(name: name, type: type.map { "text[]::\($0)[]" } ?? "text[]") { .texts($0.map(value)) }
    }

    static func instant(_ name: String, _ value: @escaping @Sendable (Case) -> Instant?) -> CaseColumn {
        CaseColumn(name: name, type: "timestamptz[]") { .instants($0.map(value)) }
    }

    static func double(_ name: String, _ value: @escaping @Sendable (Case) -> Double?) -> CaseColumn {
        CaseColumn(name: name, type: "float8[]") { .doubles($0.map(value)) }
    }

    static func bool(_ name: String, _ value: @escaping @Sendable (Case) -> Bool?) -> CaseColumn {
        CaseColumn(name: name, type: "boolean[]") { .bools($0.map(value)) }
    }
}

extension [CaseColumn] {
    /// The names, as a list of SQL.
    var names: String { map { "\"\($0.name)\"" }.joined(separator: ", ") }

    /// A query for the rows of a batch, of which each parameter holds a column.
    ///
    /// The arrays are walked in the list of what is selected: in FROM each would be a function's result, kept and read
    /// again.
    var rows: String {
        let columns = enumerated().map { place, column in
            "unnest($\(place + 1)::\(column.type)) AS \"\(column.name)\""
        }
        return "SELECT \(columns.joined(separator: ", "))"
    }
}

extension Parameter {
    /// An array of `timestamptz`.
    static func instants(_ instants: [Instant?]) -> Parameter {
        .timestamps(instants.map { $0?.microseconds })
    }
}
