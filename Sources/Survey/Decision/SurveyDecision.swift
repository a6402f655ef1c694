import Contract
import Pipeline

/// What a batch changes, decided from the rows that it loaded and nothing else.
///
/// Works are applied in their order. The result is a function of the arguments, but for new tokens and the ids of events
/// and transfers.
struct SurveyDecision {
    let rules: SurveyRules
    /// The transaction's time on the database server.
    let now: Instant
    let partitioning: Partitioning

    var shelf: SurveyShelf
    var users: [AskedUser.Key: AskedUser]
    /// The rewards of surveys that may have to be taken back, if they still stand.
    var grants: [CycleSurvey.Key: Transfer]

    private(set) var events: [Draft] = []
    var timers: [TimerChange] = []
    var transfers: [Transfer] = []
    var answers: [(survey: CycleSurvey.Key, answer: Answer)] = []
    var refusals: [RefusedAnswer] = []

    init(
        rules: SurveyRules,
        now: Instant,
        partitioning: Partitioning,
        shelf: SurveyShelf,
        users: [AskedUser.Key: AskedUser],
        grants: [CycleSurvey.Key: Transfer]
    ) {
        self.rules = rules
        self.now = now
        self.partitioning = partitioning
        self.shelf = shelf
        self.users = users
        self.grants = grants
    }

    /// Decides one work.
    mutating func apply(_ work: SurveyWork) {
        switch work.request {
        case .told(let key, let fact):
            var survey = shelf[key] ?? newSurvey(key, work)
            take(fact, &survey, work)
            settle(&survey, work)
        case .user(let user):
            let key = AskedUser.Key(partition: work.partition, user: user.rawValue)
            users[key, default: AskedUser(key: key)].take(work.fields, at: work.time)
        case .answer(let given): answer(given, work)
        case .due(let key):
            guard var survey = shelf[key] else { return }
            survey.nextAt = nil
            survey.touch()
            takeStep(&survey, work)
            settle(&survey, work)
        case .reverse(let key):
            guard let survey = shelf[key] else { return }
            reverse(survey, reason: work.fields.value("reason") ?? "by_operator", work)
        }
    }

    /// Sets the survey's timer and puts it back.
    mutating func settle(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        rearm(&survey, work)
        shelf.put(survey)
    }

    /// Says something about a survey to the subscribers.
    mutating func emit(
        _ type: String,
        _ survey: CycleSurvey,
        at time: Instant,
        _ work: SurveyWork,
        _ own: Fields,
        isBackfill: Bool? = nil
    ) {
        var fields = Fields()
        fields.reserve(own.count + 5)
        fields.append("survey", survey.key.name)
        fields.append("user", ifAny: survey.user)
        fields.append("cycle", String(survey.key.cycle))
        for field in own { fields.append(field.name, ifAny: field.value) }
        if isBackfill ?? survey.isBackfill { fields.append("backfill", "true") }
        events.append(
            Draft(
                partition: survey.key.partition,
                type: type,
                time: time,
                conversation: ConversationID(survey.conversation),
                case: survey.key.id,
                cause: work.cause,
                traceparent: work.traceparent,
                fields: fields
            )
        )
    }

    /// Where what is known of a survey's user stands.
    func userKey(of survey: CycleSurvey) -> AskedUser.Key? {
        survey.user.map { AskedUser.Key(partition: partitioning.partition(of: $0), user: $0) }
    }

    /// A survey about a cycle that has begun; what does not change between cycles is the former cycle's.
    private func newSurvey(_ key: CycleSurvey.Key, _ work: SurveyWork) -> CycleSurvey {
        var survey = CycleSurvey(key: key, conversation: work.conversation)
        if let former = shelf.former(of: key) {
            survey.user = former.user
            survey.kind = former.kind
            survey.attribution.channel = former.attribution.channel
            survey.attribution.category = former.attribution.category
            survey.attribution.team = former.attribution.team
            survey.attribution.language = former.attribution.language
        }
        survey.touch()
        return survey
    }
}
