import Contract
import Postgres

/// The record of what operators did.
enum Audit {
    /// The row that says who (the database's user) did what to what; it names no user and quotes nobody, since it stays.
    static func row(action: String, subject: String, detail: JSONValue = [:]) -> Statement {
        Statement(
            "INSERT INTO pipeline.audit (action, subject, detail) VALUES ($1, $2, $3::text::jsonb)",
            .text(action),
            .text(subject),
            .text(detail.description)
        )
    }
}
