import Postgres

/// Takes the desk until the transaction ends.
struct LockDesk {
    /// Whether nobody else may look for an admin meanwhile, because this batch may free some.
    let alone: Bool

    var statement: Statement {
        alone
            ? Statement("LOCK TABLE router.desk IN EXCLUSIVE MODE")
            : Statement("LOCK TABLE router.desk IN SHARE MODE")
    }
}
