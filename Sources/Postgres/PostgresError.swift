/// What went wrong between this program and PostgreSQL.
///
/// Callers branch on `kind`, `sqlState` and the facts derived from them, never on `message`.
package struct PostgresError: Error, Sendable, Equatable {
    /// Where the failure lies.
    package enum Kind: Sendable, Equatable {
        /// No session came about: nothing was sent.
        case unreachable
        /// The session ended; whether what was in flight took effect is unknown.
        case connectionLost
        /// The server refused a statement; the session goes on.
        case server
        /// The server did not answer within the session's limit; the session was given up, the outcome is unknown.
        case timeout
    }

    package let kind: Kind
    /// The five characters of PostgreSQL's error code, where the server gave one.
    package let sqlState: String?
    /// One sentence for the operator, without values of the data.
    package let message: String
    /// The constraint that was violated, if it was one.
    package let constraint: String?
    /// The table that the server named.
    package let table: String?
    /// The place of the failing statement among those of the call; those after it were skipped.
    package internal(set) var statementIndex: Int?
    /// Whether a prepared statement was out of date: the schema changed, and the next attempt prepares it anew.
    let isStalePlan: Bool

    init(
        _ kind: Kind,
        sqlState: String? = nil,
        message: String,
        constraint: String? = nil,
        table: String? = nil,
        statementIndex: Int? = nil,
        isStalePlan: Bool = false
    ) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
        self.constraint = constraint
        self.table = table
        self.statementIndex = statementIndex
        self.isStalePlan = isStalePlan
    }

    /// Whether the data of the statement are at fault: SQLSTATE classes 22 and 23, and 54 where a value is more than a
    /// row, an index or an expression can hold.
    package var isDataError: Bool {
        guard kind == .server, let sqlState else { return false }
        return ["22", "23", "54"].contains(String(sqlState.prefix(2)))
    }

    /// Whether the same statements may succeed later without anybody changing them.
    package var isTransient: Bool {
        guard kind == .server, let sqlState else { return true }
        if isStalePlan || sqlState == "25006" { return true }
        return ["08", "40", "53", "55", "57", "58"].contains(String(sqlState.prefix(2)))
    }
}

extension PostgresError: CustomStringConvertible {
    /// The message with the code, for a log line.
    package var description: String {
        sqlState.map { "\(message) (SQLSTATE \($0))" } ?? message
    }
}
