/// Whom the office's mail comes from.
package struct MailTerms: Sendable, Hashable {
    /// The name that readers see.
    package var name = "SayPro"
    /// The address that it comes from; nil for none, and then no mail is sent.
    package var from: String?
    /// Where answers go; the sender's address if nil.
    package var replyTo: String?
    /// Where mail systems report to what did not arrive; the sender's address if nil.
    package var bounces: String?

    /// No address.
    package init() {}
}

/// Where readers of notices go on: `https` addresses with places such as `{conversation}`; nil for no link.
package struct NoticeLinks: Sendable, Hashable {
    /// The matter, as its user sees it: `{conversation}`, `{case}`.
    package var user: String?
    /// The matter, as an admin sees it: `{conversation}`, `{case}`.
    package var admin: String?
    /// Where one tap says that it is not solved: `{conversation}`, `{case}`.
    package var notSolved: String?
    /// A survey: `{token}`.
    package var survey: String?
    /// Where one tap or one request ends such mail: `{token}`.
    package var unsubscribe: String?
    /// A report on the dashboard: `{kind}`, `{period}`.
    package var report: String?
    /// General help, at the foot of each notice.
    package var help: String?

    /// No links.
    package init() {}
}
