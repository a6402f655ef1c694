package import Pipeline

/// The steps of the schema `metrics` and of the views over it.
package enum MetricsMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "metrics", number: 1, name: "metrics", bytes: PackageResources._001_metrics_sql),
        Migration(schema: "metrics", number: 2, name: "dashboard", bytes: PackageResources._002_dashboard_sql),
        Migration(schema: "metrics", number: 3, name: "first_seq", bytes: PackageResources._003_first_seq_sql),
        Migration(schema: "metrics", number: 4, name: "reading", bytes: PackageResources._004_reading_sql),
        Migration(schema: "metrics", number: 5, name: "people_sums", bytes: PackageResources._005_people_sums_sql),
        Migration(schema: "metrics", number: 6, name: "whole_log", bytes: PackageResources._006_whole_log_sql),
        Migration(schema: "metrics", number: 7, name: "sums_by_day", bytes: PackageResources._007_sums_by_day_sql),
        Migration(schema: "metrics", number: 8, name: "day_changes", bytes: PackageResources._008_day_changes_sql),
        Migration(schema: "metrics", number: 9, name: "packed_sums", bytes: PackageResources._009_packed_sums_sql),
        Migration(
            schema: "metrics",
            number: 10,
            name: "recurring_flags",
            bytes: PackageResources._010_recurring_flags_sql
        ),
        Migration(schema: "metrics", number: 11, name: "reading_views", bytes: PackageResources._011_reading_views_sql),
    ]
}
