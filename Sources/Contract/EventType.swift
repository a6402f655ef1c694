/// A type of event, as subscribers are told of it.
package struct EventType: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// The fields that it may have of its own; more may come, and none but those of every event are promised.
    package let fields: [String]

    /// A type whose fields are words of those texts, and the own ones of a command that it follows.
    init(_ name: String, _ fields: String..., following command: CommandType? = nil) {
        let followed = command?.eventFields.filter { !Self.unrepeated.contains($0) } ?? []
        var seen: Set<String> = []
        self.name = name
        self.fields = (fields.flatMap { $0.split(separator: " ").map(String.init) } + followed)
            .filter { seen.insert($0).inserted }
    }

    /// What an event does not repeat of its command.
    private static let unrepeated: Set<String> = ["id", "source", "service", "message", "message_no", "backfill"]
}

extension Topic {
    /// The types of events that it carries, those that every topic may carry last.
    package var types: [EventType] { ownTypes + EventType.everywhere }

    private var ownTypes: [EventType] {
        switch self {
        case .commands: CommandType.allCases.map { EventType($0.rawValue, $0.eventFields.joined(separator: " ")) }
        case .cases: EventType.cases
        case .clocks: EventType.clocks
        case .surveys: EventType.surveys
        case .notifications: EventType.notifications
        }
    }
}

extension CommandType {
    fileprivate var eventFields: [String] { eventProperties.map(\.0) }
}

extension EventType {
    /// What passes through every partition of every topic: somebody is erased, or conversations have other partitions.
    package static let everywhere = [
        EventType("person.erased", "erasure user pseudonym conversations"), EventType("partitions.changed", "from to"),
    ]

    fileprivate static let clocks = [
        EventType("clock.started", clock, "expected_reply_at"),
        EventType("clock.paused", clock),
        EventType("clock.resumed", clock),
        EventType("clock.replanned", clock, "former_policy_version"),
        EventType("clock.warned", clock, call, "warning expected_reply_at former_expected_reply_at"),
        EventType("clock.breached", clock, call, "reply_promise"),
        EventType("clock.met", clock, "reply_promise"),
        EventType("clock.cleared", clock, "reply_promise"),
        EventType("clock.corrected", clock, "reply_promise"),
    ]
    private static let clock = """
        clock metric promise instance cycle state former_state started_at promised_at target hours due_at former_due_at \
        replanned_at breached_at breach_reason stopped_at reason undelivered by elapsed business_elapsed overrun \
        policy_version stage department admin kind category tier team channel language assignee backfill
        """
    /// A level of the ladder, and what the router is to do.
    private static let call = "level notify acknowledge_by reassign raise_tier escalate_to escalation_reason"

    fileprivate static let surveys = [
        EventType("survey.scheduled", survey, "due"),
        EventType(
            "survey.sent",
            survey,
            "token withheld scale channel language admin team category kind last_replier participants factors expires"
        ),
        EventType("survey.withheld", survey, "reason"),
        EventType("survey.reminded", survey, "language expires"),
        EventType(
            "survey.answered",
            survey,
            "version rating scale ease_of_use response_time helpfulness clarity comment suggestion stars band",
            "answered_at admin team channel category kind language"
        ),
        EventType("survey.expired", survey),
        EventType("reward.granted", survey, "points reason"),
        EventType("reward.reversed", survey, "points reason"),
        EventType(
            "follow_up.requested",
            survey,
            "rating scale stars due team admin category channel language kind comment suggestion"
        ),
    ]
    private static let survey = "survey user cycle backfill"

    fileprivate static let notifications = [
        EventType("notification.queued", notice, "held"),
        EventType("notification.sent", notice, "subject body language why link attempts"),
        EventType("notification.delivered", notice, "attempts"),
        EventType("notification.failed", notice, "failure attempts"),
        EventType("notification.suppressed", notice, "failure attempts"),
    ]
    private static let notice = "recipient audience notification channel notice reason happened"
}
