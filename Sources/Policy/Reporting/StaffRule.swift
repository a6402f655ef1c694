/// What is listed as a sign of gaming the figures.
package struct GamingRule: Sendable, Hashable {
    /// A snooze this shortly before a breach.
    package var snoozeBeforeBreach = Duration.seconds(30 * 60)
    /// A first reply of fewer characters than this.
    package var shortReply = 15
    /// A resolve that the user reopens within this time.
    package var reopenedWithin = Duration.seconds(3600)

    /// The values above.
    package init() {}
}

/// Which admins a report praises, and which it offers training.
package struct StaffRule: Sendable, Hashable {
    /// How many replies an admin must have sent in the period to be judged at all.
    package var minimumReplies = 30
    /// How many are praised.
    package var praised = 3
    /// The satisfaction rate (0 to 1) below which training is offered.
    package var trainingBelow = 0.75

    /// The values above.
    package init() {}
}
