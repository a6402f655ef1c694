package import Pipeline

/// The steps of the schema that ingest owns.
package enum IngestMigrations {
    /// All of them, in their order.
    package static let all: [Migration] = [
        Migration(schema: "ingest", number: 1, name: "ingest", bytes: PackageResources._001_ingest_sql),
        Migration(schema: "ingest", number: 2, name: "erasure", bytes: PackageResources._002_erasure_sql),
        Migration(schema: "ingest", number: 3, name: "retention", bytes: PackageResources._003_retention_sql),
    ]
}
