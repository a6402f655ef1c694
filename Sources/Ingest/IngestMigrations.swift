package import Pipeline

/// The steps of the schema that ingest owns.
package enum IngestMigrations {
    /// All of them, in their order.
    package static let all: [Migration] = [
        Migration(schema: "ingest", number: 1, name: "ingest", bytes: PackageResources._001_ingest_sql)
    ]
}
