/// When admins are told in one letter what waits.
package struct DigestRule: Sendable, Hashable {
    /// The time of the day, in the admin's calendar's zone, else the reports'.
    package var at: TimeOfDay
    /// The days on which it goes out.
    package var days: Set<Weekday>

    /// A digest of those parts.
    package init(at: TimeOfDay, days: Set<Weekday>) {
        self.at = at
        self.days = days
    }
}

/// How many automatic replies a user gets, so that two machines do not write to each other for ever.
package struct ReplyGuard: Sendable, Hashable {
    /// How many at most.
    package var atMost = 10
    /// In what time.
    package var within = Duration.seconds(3 * 3600)

    /// 10 in 3 hours.
    package init() {}
}

/// How long a user is told that the reply will take.
package struct ExpectedReplyRule: Sendable, Hashable {
    /// The share (0 to 1) of past replies that came within it.
    package var percentile = 0.8
    /// How far back past replies are looked at.
    package var window = Duration.seconds(28 * 86_400)
    /// How many there must be; with fewer, the promise's remaining time is told.
    package var minimumN = 30
    /// How long before what was told is broken the user gets an honest update, at most; nil for none.
    package var updateBefore: Duration?

    /// The values above.
    package init() {}
}
