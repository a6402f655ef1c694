import Contract

/// Points that go from one account to another.
struct Transfer: Sendable, Equatable {
    /// The account that rewards come from.
    static let office = "office"

    /// What is booked on a user's account, with its sign.
    struct Booked: Sendable, Equatable {
        let at: Instant
        let points: Int
    }

    let partition: Int
    let id: EventID
    let debit: String
    let credit: String
    let points: Int
    let user: String
    let survey: CycleSurvey.Key
    let reason: String
    let reverses: EventID?
    let at: Instant

    /// A reward for an answer.
    static func grant(
        _ points: Int,
        to user: AskedUser.Key,
        for survey: CycleSurvey.Key,
        reason: String,
        at time: Instant
    ) -> Transfer {
        Transfer(
            partition: user.partition,
            id: EventID.generate(),
            debit: office,
            credit: "user:\(user.user)",
            points: points,
            user: user.user,
            survey: survey,
            reason: reason,
            reverses: nil,
            at: time
        )
    }

    /// The same points back.
    func reversal(reason: String, at time: Instant) -> Transfer {
        Transfer(
            partition: partition,
            id: EventID.generate(),
            debit: credit,
            credit: debit,
            points: points,
            user: user,
            survey: survey,
            reason: reason,
            reverses: id,
            at: time
        )
    }
}
