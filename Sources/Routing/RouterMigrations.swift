package import Pipeline

/// The steps of the schema `router` and of the views over it.
package enum RouterMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "router", number: 1, name: "router", bytes: PackageResources._001_router_sql),
        Migration(schema: "router", number: 2, name: "views", bytes: PackageResources._002_views_sql),
        Migration(schema: "router", number: 3, name: "case_engine", bytes: PackageResources._003_case_engine_sql),
        Migration(schema: "router", number: 4, name: "engine_views", bytes: PackageResources._004_engine_views_sql),
    ]
}
