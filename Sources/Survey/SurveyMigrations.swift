package import Pipeline

/// The steps of the schema `survey` and of the views over it.
package enum SurveyMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "survey", number: 1, name: "survey", bytes: PackageResources._001_survey_sql),
        Migration(schema: "survey", number: 2, name: "erasure", bytes: PackageResources._002_erasure_sql),
    ]
}
