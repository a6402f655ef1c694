import Contract
import Pipeline
import Policy

extension SurveyDecision {
    /// Takes the survey's next step if its time has come: it goes out, its user is reminded, or it expires.
    mutating func takeStep(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        guard let step = survey.nextStep, step <= work.time else { return }
        switch survey.state {
        case .scheduled: send(&survey, at: step, work)
        case .sent where survey.isToBeReminded: remind(&survey, at: step, work)
        case .sent: expire(&survey, at: step, work)
        default: break
        }
    }

    /// Asks the user, unless that would be too soon after the last time or the user is gone.
    ///
    /// The survey counts as sent when it was due. Its time to answer begins when it goes out, should that be later.
    /// No cool-down keeps one back that is known to be answered.
    mutating func send(_ survey: inout CycleSurvey, at due: Instant, _ work: SurveyWork, isAnswered: Bool = false) {
        if survey.isOfErased { return withhold(&survey, Withheld.erased, at: due, work) }
        guard let key = userKey(of: survey), var user = users[key] else {
            return withhold(&survey, Withheld.noUser, at: due, work)
        }
        if user.erasedAt != nil { return withhold(&survey, Withheld.erased, at: due, work) }
        if !isAnswered, user.isCoolingDown(at: due, for: rules.surveys.coolDown) {
            return withhold(&survey, Withheld.coolDown, at: due, work)
        }
        user.ask(at: due)
        users[key] = user
        let begins = survey.isBackfill ? due : max(due, now)
        let token = SurveyToken.generate(in: survey.key.partition)
        survey.tokenHash = token.hash
        survey.sentAt = due
        survey.expiresAt = begins + rules.surveys.expiry
        survey.remindAt = survey.isBackfill ? nil : rules.surveys.reminder.map { begins + $0 }
        survey.askedScale = rules.terms(for: survey.attribution.channel).scale
        survey.attribution.language = survey.attribution.language ?? user.language
        let former = survey.withheld
        survey.turn(into: .sent)
        var fields: Fields = ["token": token.text]
        // Takes back what was told before.
        fields.append("withheld", former ?? "")
        fields.append("scale", survey.askedScale.map(String.init) ?? "")
        fields.append("channel", survey.attribution.channel ?? "")
        fields.append("language", survey.attribution.language ?? "")
        fields.append("admin", survey.attribution.admin ?? "")
        fields.append("team", survey.attribution.team ?? "")
        fields.append("category", survey.attribution.category ?? "")
        fields.append("kind", survey.kind ?? "")
        fields.append("last_replier", survey.attribution.lastReplier ?? "")
        fields.append("participants", survey.attribution.participants.joined(separator: ","))
        fields.append("factors", rules.surveys.factors.map(\.rawValue).joined(separator: ","))
        fields.append("expires", survey.expiresAt?.description ?? "")
        emit("survey.sent", survey, at: due, work, fields)
    }

    private mutating func remind(_ survey: inout CycleSurvey, at time: Instant, _ work: SurveyWork) {
        survey.remindedAt = time
        survey.touch()
        let fields: Fields = [
            "language": survey.attribution.language ?? "", "expires": survey.expiresAt?.description ?? "",
        ]
        emit("survey.reminded", survey, at: time, work, fields)
    }

    /// The user's time to answer is over.
    mutating func expire(_ survey: inout CycleSurvey, at time: Instant, _ work: SurveyWork) {
        survey.turn(into: .expired)
        emit("survey.expired", survey, at: time, work, [:])
    }

    /// Sets the survey's timer to its next step, unless it is set so already.
    ///
    /// While the past of the conversation is being told, and after each step in the past, a timer is held, so that the
    /// past is complete before it is judged.
    mutating func rearm(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        let key = TimerKey.step + survey.key.name
        let former = survey.nextAt
        guard let step = survey.nextStep else {
            if former != nil {
                survey.nextAt = nil
                survey.touch()
                timers.append(.cancel(partition: survey.key.partition, key: key))
            }
            return
        }
        var due = max(step, former ?? step)
        let isOfPast = work.isBackfill || (survey.isBackfill && former == nil)
        if isOfPast { due = max(step, now + SurveyRules.settling) }
        guard due != former else { return }
        survey.nextAt = due
        survey.touch()
        timers.append(
            .set(
                partition: survey.key.partition,
                key: key,
                due: due,
                conversation: survey.conversation,
                fields: ["case": survey.key.id.rawValue, "cycle": String(survey.key.cycle), "cause": work.cause]
            )
        )
    }
}

extension CycleSurvey {
    /// When something next happens to the survey by itself; nil for never.
    var nextStep: Instant? {
        switch state {
        case .scheduled: dueAt
        case .sent: isToBeReminded ? remindAt : expiresAt
        case .open, .withheld, .answered, .expired: nil
        }
    }

    /// Whether the user is still to be reminded.
    var isToBeReminded: Bool {
        guard let remindAt, remindedAt == nil, !isOfErased else { return false }
        return expiresAt.map { remindAt < $0 } ?? true
    }
}
