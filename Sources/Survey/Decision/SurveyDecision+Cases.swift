import Contract
import Policy

extension SurveyDecision {
    /// Takes what happened to the case; what is known of a cycle is frozen once its user has been asked.
    mutating func take(_ fact: SurveyWork.CaseFact, _ survey: inout CycleSurvey, _ work: SurveyWork) {
        if !survey.state.isOut {
            survey.note(work.fields, of: fact)
            if fact == .replied, let admin = work.fields.value("admin") {
                survey.attribution.take(reply: admin, at: work.time)
            }
            survey.touch()
        }
        switch fact {
        case .replied, .categorized: break
        case .resolved: if !survey.state.isOut { schedule(&survey, work) }
        case .reopened:
            cancel(&survey, work)
            // A cycle that the reopening ends for good may still wait for its survey to go out.
            if var former = shelf.former(of: survey.key), former.state == .scheduled {
                cancel(&former, work)
                settle(&former, work)
            }
        case .merged: void(&survey, Withheld.merged, work)
        case .spam:
            void(&survey, Withheld.spam, work)
            close(&survey, work)
            reverse(survey, reason: Withheld.spam, work)
        }
    }

    /// The cycle has ended: its user will be asked, unless something is against it already.
    private mutating func schedule(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        survey.isBackfill = work.isBackfill
        let actor = work.fields.value("actor") ?? ""
        survey.attribution.resolver = actor.hasPrefix("admin:") ? String(actor.dropFirst(6)) : nil
        let terms = rules.terms(for: survey.attribution.channel)
        survey.scheduledAt = work.time
        survey.dueAt = work.time + terms.delay
        if let reason = objection(to: survey, work, isAsked: terms.isOn) {
            return withhold(&survey, reason, at: work.time, work)
        }
        survey.turn(into: .scheduled)
        emit("survey.scheduled", survey, at: work.time, work, ["due": (work.time + terms.delay).description])
    }

    /// Why the user is not to be asked, as far as that is known when the cycle ends.
    private func objection(to survey: CycleSurvey, _ work: SurveyWork, isAsked: Bool) -> String? {
        if work.fields.value("no_survey") != nil { return Withheld.noSurvey }
        let isBySystem = work.fields["actor"] == "system"
        if isBySystem, work.fields["reason"] == "no_answer" { return Withheld.stale }
        if survey.attribution.admin == nil { return Withheld.noHuman }
        guard let user = survey.user else { return Withheld.noUser }
        if !isAsked { return Withheld.channel }
        // Nobody rates themselves.
        if survey.attribution.resolver == user || survey.attribution.participants.contains(user) {
            return Withheld.selfRating
        }
        return nil
    }

    /// The case goes on before its user was asked: there is nothing to ask yet.
    ///
    /// Where the past is told, the survey would have gone out if that was before the reopening.
    private mutating func cancel(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        guard survey.state == .scheduled, let due = survey.dueAt else { return }
        if survey.isBackfill, due <= work.time {
            send(&survey, at: due, work)
        } else {
            withhold(&survey, Withheld.reopened, at: work.time, work)
        }
    }

    /// The cycle ends otherwise than by a resolve, or the resolve does not count: nobody is asked.
    private mutating func void(_ survey: inout CycleSurvey, _ reason: String, _ work: SurveyWork) {
        guard survey.state == .open || survey.state == .scheduled else { return }
        survey.isBackfill = work.isBackfill
        survey.scheduledAt = survey.scheduledAt ?? work.time
        withhold(&survey, reason, at: work.time, work)
    }

    /// Nothing more is asked or taken about a cycle whose user has been asked.
    private mutating func close(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        guard survey.state.isOut, let expiresAt = survey.expiresAt, work.time < expiresAt else { return }
        survey.expiresAt = work.time
        survey.touch()
        if survey.state == .sent { expire(&survey, at: work.time, work) }
    }

    /// Notes and tells that the user is not asked.
    mutating func withhold(_ survey: inout CycleSurvey, _ reason: String, at time: Instant, _ work: SurveyWork) {
        survey.turn(into: .withheld, withheld: reason)
        emit("survey.withheld", survey, at: time, work, ["reason": reason])
    }
}

extension CycleSurvey {
    /// Takes over what an event says of the case.
    fileprivate mutating func note(_ fields: Fields, of fact: SurveyWork.CaseFact) {
        user = fields.value("user") ?? user
        kind = fields.value("kind") ?? kind
        attribution.category = fields.value("category") ?? attribution.category
        attribution.team = fields.value("team") ?? attribution.team
        attribution.language = fields.value("language") ?? attribution.language
        // A reply has the channel that it went out on.
        if fact == .resolved { attribution.channel = fields.value("channel") ?? attribution.channel }
    }
}
