/// The policy that a new system starts with: `deploy/policy.yaml` and the files beside it as they were when the program
/// was built.
package enum DefaultPolicy {
    /// The file's text.
    package static let yaml = String(decoding: PackageResources.policy_yaml, as: UTF8.self)
    /// The files that it names, by their paths.
    package static let files = KeptFiles(
        Dictionary(
            uniqueKeysWithValues: articles.map { ("knowledge/\($0.name)", String(decoding: $0.text, as: UTF8.self)) }
        )
    )

    private static let articles: [(name: String, text: [UInt8])] = [
        ("ad-not-visible.en.md", PackageResources.ad_not_visible_en_md),
        ("ad-not-visible.fr.md", PackageResources.ad_not_visible_fr_md),
        ("ad-pending.en.md", PackageResources.ad_pending_en_md),
        ("ad-pending.fr.md", PackageResources.ad_pending_fr_md),
        ("ad-rejected.en.md", PackageResources.ad_rejected_en_md),
        ("ad-rejected.fr.md", PackageResources.ad_rejected_fr_md),
        ("app-crash.en.md", PackageResources.app_crash_en_md),
        ("app-crash.fr.md", PackageResources.app_crash_fr_md),
        ("boost.en.md", PackageResources.boost_en_md),
        ("boost.fr.md", PackageResources.boost_fr_md),
        ("card-declined.en.md", PackageResources.card_declined_en_md),
        ("card-declined.fr.md", PackageResources.card_declined_fr_md),
        ("change-email.en.md", PackageResources.change_email_en_md),
        ("change-email.fr.md", PackageResources.change_email_fr_md),
        ("charged-twice.en.md", PackageResources.charged_twice_en_md),
        ("charged-twice.fr.md", PackageResources.charged_twice_fr_md),
        ("contact-hours.en.md", PackageResources.contact_hours_en_md),
        ("contact-hours.fr.md", PackageResources.contact_hours_fr_md),
        ("delete-account.en.md", PackageResources.delete_account_en_md),
        ("delete-account.fr.md", PackageResources.delete_account_fr_md),
        ("delete-ad.en.md", PackageResources.delete_ad_en_md),
        ("delete-ad.fr.md", PackageResources.delete_ad_fr_md),
        ("edit-ad.en.md", PackageResources.edit_ad_en_md),
        ("edit-ad.fr.md", PackageResources.edit_ad_fr_md),
        ("invoice.en.md", PackageResources.invoice_en_md),
        ("invoice.fr.md", PackageResources.invoice_fr_md),
        ("payment-methods.en.md", PackageResources.payment_methods_en_md),
        ("payment-methods.fr.md", PackageResources.payment_methods_fr_md),
        ("photos.en.md", PackageResources.photos_en_md),
        ("photos.fr.md", PackageResources.photos_fr_md),
        ("place-ad.en.md", PackageResources.place_ad_en_md),
        ("place-ad.fr.md", PackageResources.place_ad_fr_md),
        ("refund-times.en.md", PackageResources.refund_times_en_md),
        ("refund-times.fr.md", PackageResources.refund_times_fr_md),
        ("report-scam.en.md", PackageResources.report_scam_en_md),
        ("report-scam.fr.md", PackageResources.report_scam_fr_md),
        ("request-refund.en.md", PackageResources.request_refund_en_md),
        ("request-refund.fr.md", PackageResources.request_refund_fr_md),
        ("reset-password.en.md", PackageResources.reset_password_en_md),
        ("reset-password.fr.md", PackageResources.reset_password_fr_md),
        ("sign-in-trouble.en.md", PackageResources.sign_in_trouble_en_md),
        ("sign-in-trouble.fr.md", PackageResources.sign_in_trouble_fr_md),
        ("stay-safe.en.md", PackageResources.stay_safe_en_md),
        ("stay-safe.fr.md", PackageResources.stay_safe_fr_md),
        ("suspended-account.en.md", PackageResources.suspended_account_en_md),
        ("suspended-account.fr.md", PackageResources.suspended_account_fr_md),
        ("verify-account.en.md", PackageResources.verify_account_en_md),
        ("verify-account.fr.md", PackageResources.verify_account_fr_md),
    ]
}
