package import Pipeline

/// The steps of the schema `sla` and of the views over it.
package enum SLAMonitorMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "sla", number: 1, name: "sla", bytes: PackageResources._001_sla_sql),
        Migration(schema: "sla", number: 2, name: "replanning", bytes: PackageResources._002_replanning_sql),
        Migration(
            schema: "sla",
            number: 3,
            name: "replies_and_lists",
            bytes: PackageResources._003_replies_and_lists_sql
        ),
        Migration(schema: "sla", number: 4, name: "waiting", bytes: PackageResources._004_waiting_sql),
        Migration(schema: "sla", number: 5, name: "held", bytes: PackageResources._005_held_sql),
        Migration(schema: "sla", number: 6, name: "undelivered", bytes: PackageResources._006_undelivered_sql),
    ]
}
