import Contract
import Pipeline
import Policy

extension SurveyDecision {
    /// Rewards the first answer about a cycle, whatever it says, as far as the cap leaves room.
    mutating func reward(_ survey: CycleSurvey, _ work: SurveyWork) {
        guard let key = userKey(of: survey), let user = users[key], user.erasedAt == nil else { return }
        let hasComment = survey.sheet.comment != nil
        var points = rules.rewards.points + (hasComment ? rules.rewards.commentPoints : 0)
        if let cap = rules.rewards.cap {
            points = min(points, cap.points - user.points(within: cap.within, around: work.time))
        }
        guard points > 0 else { return }
        let reason = hasComment ? "answered_with_comment" : "answered"
        let transfer = Transfer.grant(points, to: key, for: survey.key, reason: reason, at: work.time)
        book(transfer, as: "reward.granted", survey, work)
        grants[survey.key] = transfer
    }

    /// Takes the reward of a survey back, once, while the office may.
    mutating func reverse(_ survey: CycleSurvey, reason: String, _ work: SurveyWork) {
        guard let grant = grants[survey.key] else { return }
        if let limit = rules.rewards.reversibleFor, work.time - grant.at > limit { return }
        grants[survey.key] = nil
        book(grant.reversal(reason: reason, at: work.time), as: "reward.reversed", survey, work)
    }

    private mutating func book(_ transfer: Transfer, as type: String, _ survey: CycleSurvey, _ work: SurveyWork) {
        transfers.append(transfer)
        let key = AskedUser.Key(partition: transfer.partition, user: transfer.user)
        users[key]?.rewards.append(Transfer.Booked(at: transfer.at, points: transfer.signedPoints))
        emit(
            type,
            survey,
            at: transfer.at,
            work,
            ["points": String(transfer.points), "reason": transfer.reason],
            isBackfill: work.isBackfill
        )
    }
}

extension Transfer {
    /// What it changes in the user's balance.
    fileprivate var signedPoints: Int { debit == Self.office ? points : -points }
}
