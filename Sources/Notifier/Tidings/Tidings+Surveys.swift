import Contract
import Policy

extension Tidings {
    /// The types of the topic `surveys` that are told, or that end what was to be told.
    static let surveys: [String: @Sendable (Event) -> Tidings] = [
        "survey.sent": { toUser(.survey, .yourCase, $0) },
        "survey.reminded": { toUser(.survey, .yourCase, $0) },
        "reward.granted": { toUser(.reward, .yourAnswer, $0) },
        "follow_up.requested": ofFollowUp, "survey.answered": ofSurveyEnd, "survey.expired": ofSurveyEnd,
    ]

    /// Who has answered is not asked to, nor who can no longer; the survey of another cycle goes on.
    private static func ofSurveyEnd(_ event: Event) -> Tidings {
        guard let user = event["user"] else { return Tidings() }
        return Tidings(withdrawals: [Withdrawal(fromUser: user, [.user(.survey)], clock: event["survey"])])
    }

    private static func ofFollowUp(_ event: Event) -> Tidings {
        guard let team = event["team"] else { return Tidings() }
        return Tidings(
            proposals: [Proposal(.admin(.lowRating), .team(team), .yourTeam, suppression: event.backfill)]
        )
    }
}
