import BusinessTime
import Contract
import Policy
import PolicyStore

/// What the office decides about surveys.
struct SurveyRules: Sendable {
    /// How long a survey of a case of the past waits for the rest of its past to be told.
    static let settling = Duration.seconds(60)
    /// How long an answer of the past waits for its survey to be known, less than ``settling`` at first, so that it comes
    /// before the surveys that its own rules out; twice as long each time, for half an hour in all.
    static let firstWait = Duration.seconds(30)
    static let mostWaits = 6
    /// How many answers a survey takes at most; nobody changes a mind so often.
    static let answersPerSurvey = 100

    var surveys: SurveyPolicy
    var rewards: RewardPolicy
    private let calendars: OfficeCalendars
    private let calendarOfTeam: [String: String]

    /// The rules that the policy gives.
    init(_ document: Policy.Document) {
        surveys = document.surveys
        rewards = document.rewards
        calendars = OfficeCalendars(document)
        calendarOfTeam = Dictionary(
            document.teams.compactMap { name, team in team.calendar.map { (name.rawValue, $0.rawValue) } }
        ) { $1 }
    }

    /// What holds for a channel.
    func terms(for channel: String?) -> SurveyPolicy.Terms {
        surveys.terms(for: channel.flatMap { Channel(rawValue: $0) })
    }

    /// By when a team must have followed up what happened at an instant, in its working hours.
    func followUpDue(_ rule: FollowUpRule, by team: String?, from time: Instant) -> Instant {
        let calendar = team.flatMap { calendarOfTeam[$0] }.flatMap { calendars[$0] }
        return (try? calendar?.due(start: time, budget: rule.within)) ?? time + rule.within
    }
}
