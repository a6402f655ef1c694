/// What makes a message spam or fraud.
package struct ScreeningRule: Sendable, Hashable {
    /// The score (0 to 1) from which a message is spam.
    package var spam = 0.95
    /// The score (0 to 1) from which a person is told that a message is suspect.
    package var suspect = 0.7
    /// Users whose messages are spam whatever they say: ids as the publishers give them.
    package var blockedUsers: Set<String> = []
    /// E-mail addresses, or domains with `@` first, whose users' messages are spam; in small letters.
    package var blockedAddresses: Set<String> = []
    /// Words and phrases of fraud, in each language, which raise the score.
    package var fraudWords = Localized<[String]>()
    /// Hosts of the office itself, each with those below it; links to others raise the score.
    package var ownHosts: Set<String> = []

    /// The values above, nobody blocked.
    package init() {}
}

/// How admins' corrections of categories teach the classifier.
package struct CorrectionRule: Sendable, Hashable {
    /// Whether they do.
    package var learns = true
    /// As how many messages of the training data one counts.
    package var weight = 5
    /// How old one may be; nil for any age.
    package var window: Duration?

    /// The values above.
    package init() {}
}
