package import Pipeline

/// The steps of the schema `router` and of the views over it.
package enum RouterMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "router", number: 1, name: "router", bytes: PackageResources._001_router_sql),
        Migration(schema: "router", number: 2, name: "views", bytes: PackageResources._002_views_sql),
        Migration(schema: "router", number: 3, name: "case_engine", bytes: PackageResources._003_case_engine_sql),
        Migration(schema: "router", number: 4, name: "engine_views", bytes: PackageResources._004_engine_views_sql),
        Migration(schema: "router", number: 5, name: "triage", bytes: PackageResources._005_triage_sql),
        Migration(schema: "router", number: 6, name: "triage_views", bytes: PackageResources._006_triage_views_sql),
        Migration(schema: "router", number: 7, name: "team_terms", bytes: PackageResources._007_team_terms_sql),
        Migration(schema: "router", number: 8, name: "answers", bytes: PackageResources._008_answers_sql),
        Migration(schema: "router", number: 9, name: "answer_views", bytes: PackageResources._009_answer_views_sql),
        Migration(schema: "router", number: 10, name: "ladder_steps", bytes: PackageResources._010_ladder_steps_sql),
        Migration(schema: "router", number: 11, name: "erasure", bytes: PackageResources._011_erasure_sql),
        Migration(schema: "router", number: 12, name: "next_breach", bytes: PackageResources._012_next_breach_sql),
        Migration(schema: "router", number: 13, name: "case_rules", bytes: PackageResources._013_case_rules_sql),
        Migration(schema: "router", number: 14, name: "history_time", bytes: PackageResources._014_history_time_sql),
        Migration(
            schema: "router",
            number: 15,
            name: "reply_delivery",
            bytes: PackageResources._015_reply_delivery_sql
        ),
        Migration(
            schema: "router",
            number: 16,
            name: "late_commands",
            bytes: PackageResources._016_late_commands_sql
        ),
    ]
}
