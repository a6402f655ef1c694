/// How users are asked how it went.
package struct SurveyPolicy: Sendable, Hashable {
    /// What may differ by channel.
    package struct Terms: Sendable, Hashable {
        /// Whether users of the channel are asked.
        package var isOn = true
        /// How long after the resolve the survey goes out.
        package var delay = Duration.seconds(30 * 60)
        /// The greatest rating, 5 or 10.
        package var scale = 5

        /// Half an hour after, from 1 to 5.
        package init() {}
    }

    /// A further question beside the rating.
    package enum Factor: String, CaseIterable, Sendable, Hashable {
        case helpfulness, clarity
        case easeOfUse = "ease_of_use"
        case responseTime = "response_time"
    }

    /// What holds for a channel of which nothing else is said.
    package var terms = Terms()
    /// What differs by channel.
    package var channels: [Channel: Terms] = [:]
    /// The further questions, in their order.
    package var factors = Factor.allCases
    /// How long after the survey went out a reminder follows, once; nil for none.
    package var reminder: Duration? = .seconds(3 * 86_400)
    /// How long a survey can be answered after it went out.
    package var expiry = Duration.seconds(14 * 86_400)
    /// How long a user is not asked again.
    package var coolDown = Duration.seconds(7 * 86_400)
    /// How long after the first answer it can be amended; nil until it expires.
    package var amendable: Duration?
    /// What follows a low rating; nil for nothing.
    package var followUp: FollowUpRule?
    /// How many comments of a category must say the same for it to be a theme.
    package var themeMinimum = 3

    /// The values above.
    package init() {}

    /// What holds for the channel.
    package func terms(for channel: Channel?) -> Terms {
        channel.flatMap { channels[$0] } ?? terms
    }
}

/// What follows a low rating.
package struct FollowUpRule: Sendable, Hashable {
    /// The most stars, 1 to 4, of a low rating.
    package var stars = 2
    /// How soon somebody must have written to the user, in the hours of who does it.
    package var within = Duration.seconds(86_400)
    /// The team that does it; nil for the resolver's.
    package var team: Name<Team>?

    /// Two stars, a day, the resolver's team.
    package init() {}
}
