/// What the cells count or measure.
package enum Measure: String, Sendable, Hashable, CaseIterable {
    /// Public messages by users; of them those that said thanks and started nothing are `courtesy` as well.
    case received
    /// Public messages by people of the office; the label says whether a template was used: `template` or `edited`.
    case sent
    case bot, note, courtesy
    /// Replies by people that reached their user on no way, in the hour in which they were written.
    case undelivered

    /// Cases, by kind.
    case opened, reopened, merged, spam
    /// Cycles by the resolve that stood, by kind; `silent` ones as well.
    case resolved, silent
    /// From first contact to that resolve, without the time in which it was closed; not of what an article alone ended.
    case resolution
    case onFirstResponse = "on_first_response"
    case withoutHumanReply = "without_human_reply"
    case solvedByArticle = "solved_by_article"
    case autoAnswered = "auto_answered"
    /// Resolved cycles that had been with a department.
    case resolvedEscalated = "resolved_escalated"
    /// Escalations by `to/reason`, at their own time.
    case escalatedTier = "escalated_tier"
    case escalatedDepartment = "escalated_department"
    case escalatedByLadder = "escalated_sla"
    /// How the number of open cases changes, by kind; and of open cycles that have been with a department.
    case open
    case openEscalated = "open_escalated"
    /// Ends of marketplace cases, by `kind/outcome/reason` and by `kind/root cause`.
    case outcome, cause

    /// Calendar time until a public reply by a person.
    case firstResponse = "first_response"
    case nextResponse = "next_response"
    /// Working time until the first one.
    case workingResponse = "working_response"
    /// How the number of users changes who have waited for more than 48 hours.
    case late
    /// From the first flag to the decision; and how the number of flags changes that are open for more than 12 hours.
    case moderation
    case lateFlags = "late_flags"
    /// By `kind/stage`, and by department.
    case stage, department
    case requesterWait = "requester_wait"
    case agentWork = "agent_work"
    /// Promises by name.
    case kept, broken

    case surveySent = "survey_sent"
    /// Surveys that have been answered, in the hour in which they were sent.
    case surveyAnswered = "survey_answered"
    case surveyWithheld = "survey_withheld"
    case surveyExpired = "survey_expired"
    case positive, neutral, negative
    /// The rating, and the four factors.
    case stars, ease, speed, helpfulness, clarity
    /// Points granted, less those reversed.
    case points
    case followUp = "follow_up"

    /// Notices by `state/channel`.
    case notice
    /// From what happened to the notice that tells it, by channel, however long it was held back.
    case noticeDelay = "notice_delay"
}
