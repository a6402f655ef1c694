package import Contract

/// What a survey says of itself when it is sent, as far as its answer hangs on it.
package struct SentSurvey: Sendable {
    package let conversation: String
    package let cycle: Int
    package let token: String
    package let sentAt: Instant
    package let scale: Int
    package let admin: String
    package let language: String
    package let category: String

    package init(
        conversation: String,
        cycle: Int,
        token: String,
        sentAt: Instant,
        scale: Int,
        admin: String,
        language: String,
        category: String
    ) {
        self.conversation = conversation
        self.cycle = cycle
        self.token = token
        self.sentAt = sentAt
        self.scale = scale
        self.admin = admin
        self.language = language
        self.category = category
    }
}

extension DemoQuarter {
    /// What the user answers to a survey, or nil for one who does not.
    ///
    /// The same survey is answered in the same way each time; the answer comes before the demonstration's end.
    package func answer(to survey: SentSurvey) -> DemoEntry? {
        var dice = Dice(world.seed, survey.conversation.fingerprint, UInt64(survey.cycle), 0xA45)
        guard survey.conversation.hasPrefix(prefix + "-"), dice.chance(0.37) else { return nil }
        let time = survey.sentAt.seconds + min(dice.seconds(median: 190, spread: 1.2), 13 * 86_400)
        guard time < world.end else { return nil }
        let rating = rating(of: survey, &dice)
        let scaled = survey.scale == 10 ? rating * 2 - (dice.chance(0.5) ? 1 : 0) : rating
        func factor(_ shift: Int) -> String {
            guard dice.chance(0.6) else { return "" }
            let stars = min(5, max(1, rating + shift + dice.whole(-1...1)))
            return "\(survey.scale == 10 ? stars * 2 : stars)"
        }
        let phrases = Phrases.of(survey.language)
        let comment = dice.chance(rating < 3 ? 0.7 : 0.28) ? dice.pick(rating < 4 ? phrases.blame : phrases.praise) : ""
        return DemoEntry(
            .surveyAnswer,
            at: time,
            [
                ("id", "\(survey.conversation)-survey-\(survey.cycle)"), ("conversation", survey.conversation),
                ("survey", survey.token), ("rating", "\(scaled)"), ("scale", "\(survey.scale)"),
                ("ease_of_use", factor(0)), ("response_time", factor(rating < 4 ? -1 : 0)),
                ("helpfulness", factor(0)), ("clarity", factor(0)), ("comment", comment),
                ("suggestion", dice.chance(0.08) ? dice.pick(phrases.wishes) : ""),
            ]
        )
    }

    /// 1 to 5 stars: most are content; less so with some admins and in bad weeks.
    private func rating(of survey: SentSurvey, _ dice: inout Dice) -> Int {
        let admin = world.office.colleagues.first { $0.id == survey.admin }
        let isBad = world.season.isBad(for: admin?.team ?? "", at: survey.sentAt.seconds)
        let luck = dice.share() + 0.16 * (admin?.warmth ?? 0) - (isBad ? 0.22 : 0) - (survey.cycle > 1 ? 0.08 : 0)
        switch luck {
        case ..<0.03: return 1
        case ..<0.06: return 2
        case ..<0.12: return 3
        case ..<0.36: return 4
        default: return 5
        }
    }
}
