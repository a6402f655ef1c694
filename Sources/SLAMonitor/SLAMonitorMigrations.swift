package import Pipeline

/// The steps of the schema `sla` and of the views over it.
package enum SLAMonitorMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "sla", number: 1, name: "sla", bytes: PackageResources._001_sla_sql)
    ]
}
