package import Postgres

/// Reads the newest trained model, if it is newer than the one that is known.
package struct SelectModel {
    let known: Int64

    /// The newest model, if it is newer than that version.
    package init(known: Int64) { self.known = known }

    /// The statement: version and bytes of one model at most.
    package var statement: Statement {
        Statement(
            "SELECT version, model FROM router.triage_models WHERE version > $1 ORDER BY version DESC LIMIT 1",
            .int8(known)
        )
    }
}
