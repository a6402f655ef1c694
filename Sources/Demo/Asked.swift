import Contract

/// A user who is asked how a case went, as far as the answer hangs on it.
struct Asked: Sendable {
    let conversation: String
    let client: Client
    /// The admin who resolved the case first.
    let admin: Colleague
    /// When the survey is out at the latest, whatever the channel.
    let sentAt: Int
    /// When the conversation's last entry was told.
    let toldUntil: Int

    /// How long a user is not asked again after a survey.
    static let coolDown = 7 * 86_400

    /// What the user answers, or nil for one who does not.
    ///
    /// An answer of the past names its conversation in place of a token, which only the survey's event carries.
    func answer(in world: World) -> DemoEntry? {
        var dice = Dice(world.seed, conversation.fingerprint, 0xA45)
        guard dice.chance(0.4) else { return nil }
        let time = max(toldUntil + 60, sentAt + min(dice.seconds(median: 190, spread: 1.2), 12 * 86_400))
        guard time < sentAt + 13 * 86_400 else { return nil }
        let rating = rating(in: world, &dice)
        func factor(_ shift: Int) -> String {
            dice.chance(0.6) ? "\(min(5, max(1, rating + shift + dice.whole(-1...1))))" : ""
        }
        let phrases = Phrases.of(client.language)
        let comment = dice.chance(rating < 3 ? 0.7 : 0.28) ? dice.pick(rating < 4 ? phrases.blame : phrases.praise) : ""
        return DemoEntry(
            .surveyAnswer,
            at: time,
            [
                ("id", "\(conversation)-answer"), ("conversation", conversation), ("survey", conversation),
                ("rating", "\(rating)"), ("scale", "5"), ("ease_of_use", factor(0)),
                ("response_time", factor(rating < 4 ? -1 : 0)), ("helpfulness", factor(0)), ("clarity", factor(0)),
                ("comment", comment), ("suggestion", dice.chance(0.08) ? dice.pick(phrases.wishes) : ""),
            ]
        )
    }

    /// 1 to 5 stars: most are content; less so with some admins and in bad weeks.
    private func rating(in world: World, _ dice: inout Dice) -> Int {
        let isBad = world.season.isBad(for: admin.team, at: sentAt)
        switch dice.share() + 0.16 * admin.warmth - (isBad ? 0.22 : 0) {
        case ..<0.03: return 1
        case ..<0.06: return 2
        case ..<0.12: return 3
        case ..<0.36: return 4
        default: return 5
        }
    }
}
