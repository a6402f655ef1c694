/// Which messages only thank or say goodbye.
package struct CourtesyRule: Sendable, Hashable {
    /// What a phrase begins with that only goes on with another one, such as `… for your help`.
    package static let goingOn = "…"

    /// How many characters such a message has at most.
    package var longest = 80
    /// The words and phrases that such a message consists of, in small letters; those that are built in, if there are none.
    package var words = Localized<[String]>()

    /// No words.
    package init() {}
}

/// When a case that waits for its user ends by itself.
package struct AutoResolveRule: Sendable, Hashable {
    /// How long the user must have been silent, in calendar time.
    package var after: Duration
    /// How long after the silence began the user is reminded, in order; each is shorter than `after`.
    package var reminders: [Duration] = []

    /// A rule without reminders.
    package init(after: Duration) { self.after = after }
}
