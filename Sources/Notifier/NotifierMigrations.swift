package import Pipeline

/// The steps of the schema `notifier`.
package enum NotifierMigrations {
    /// The steps in their order.
    package static let all: [Migration] = [
        Migration(schema: "notifier", number: 1, name: "notifier", bytes: PackageResources._001_notifier_sql),
        Migration(schema: "notifier", number: 2, name: "channels", bytes: PackageResources._002_channels_sql),
        Migration(schema: "notifier", number: 3, name: "reports", bytes: PackageResources._003_reports_sql),
        Migration(schema: "notifier", number: 4, name: "email_since", bytes: PackageResources._004_email_since_sql),
        Migration(schema: "notifier", number: 5, name: "digests", bytes: PackageResources._005_digests_sql),
        Migration(schema: "notifier", number: 6, name: "returned_mail", bytes: PackageResources._006_returned_mail_sql),
        Migration(schema: "notifier", number: 7, name: "letter_texts", bytes: PackageResources._007_letter_texts_sql),
    ]
}
