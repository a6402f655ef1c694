/// Who is told what, how and when.
package struct NoticePolicy: Sendable, Hashable {
    /// The channels that are tried, in order, for a user who names none.
    package var userChannels: [NoticeChannel] = [.inApp, .email]
    /// The channels that are tried, in order, for admins.
    package var adminChannels: [NoticeChannel] = [.inApp, .email]
    /// When nothing goes out that can wait, in the recipient's time zone, else the reports'; nil for no such hours.
    package var quietHours: DayInterval?
    /// How long what follows the first notice of a burst is gathered.
    package var coalesce = Duration.seconds(120)
    /// When admins are told in one letter what waits; nil for never.
    package var digest: DigestRule?
    /// How many notices a user gets in a day at most; receipts and decisions are not counted.
    package var userBudget = 20
    /// How many notices an admin gets in a day at most; breaches and escalations are not counted.
    package var adminBudget = 500
    /// How many automatic replies a user gets.
    package var automaticReplies = ReplyGuard()
    /// How long after each failed attempt the next is made; after the last, the notice has failed.
    package var retries: [Duration] = [60, 300, 1800, 7200, 43_200].map { .seconds($0) }
    /// How the expected reply time is told.
    package var expectedReply = ExpectedReplyRule()
    /// Whom mail comes from.
    package var mail = MailTerms()
    /// Where a reader goes on.
    package var links = NoticeLinks()
    /// The notices to users.
    package var user: [UserNotice: NoticeTerms] = [:]
    /// The notices to admins.
    package var admin: [AdminNotice: NoticeTerms] = [:]

    /// The values above; each notice goes out as the program words it.
    package init() {}
}
