/// One step of the database's schema: forward only, in a transaction of its own.
package struct Migration: Sendable {
    /// The module whose step it is, such as `ingest`.
    package let schema: String
    package let number: Int
    package let name: String
    package let sql: String

    package init(schema: String, number: Int, name: String, bytes: [UInt8]) {
        self.schema = schema
        self.number = number
        self.name = name
        self.sql = String(decoding: bytes, as: UTF8.self)
    }
}

/// The steps of the schemas that the runtime owns: `pipeline`, `policy` and `api`.
package enum PipelineMigrations {
    package static let all: [Migration] = [
        Migration(schema: "pipeline", number: 1, name: "pipeline", bytes: PackageResources._001_pipeline_sql),
        Migration(schema: "pipeline", number: 2, name: "policy_files", bytes: PackageResources._002_policy_files_sql),
        Migration(schema: "pipeline", number: 3, name: "erasure", bytes: PackageResources._003_erasure_sql),
        Migration(schema: "pipeline", number: 4, name: "audit", bytes: PackageResources._004_audit_sql),
        Migration(schema: "pipeline", number: 5, name: "retention", bytes: PackageResources._005_retention_sql),
        Migration(
            schema: "pipeline",
            number: 6,
            name: "repartitioning",
            bytes: PackageResources._006_repartitioning_sql
        ),
        Migration(
            schema: "pipeline",
            number: 7,
            name: "answers_tokens",
            bytes: PackageResources._007_answers_tokens_sql
        ),
        Migration(
            schema: "pipeline",
            number: 8,
            name: "scrubbed_twice",
            bytes: PackageResources._008_scrubbed_twice_sql
        ),
    ]
}
