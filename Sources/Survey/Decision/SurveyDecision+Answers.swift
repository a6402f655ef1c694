import Contract
import Pipeline
import Policy
import Satisfaction

extension SurveyDecision {
    /// Takes an answer, or refuses it for a reason.
    mutating func answer(_ given: GivenAnswer, _ work: SurveyWork) {
        guard var survey = survey(for: given, work) else {
            if mayCome(given, work) { return hold(given, work) }
            return refuse(.unknownSurvey, given, nil, work)
        }
        guard survey.key.partition == work.partition else { return refuse(.otherUser, given, nil, work) }
        if isOfErased(survey) { return refuse(.userErased, given, survey, work) }
        guard survey.conversation == work.conversation else { return refuse(.otherUser, given, survey, work) }
        if work.isBackfill, mayHaveGoneOut(survey), let due = survey.dueAt, due <= work.time {
            // The past is told out of order: that the user answered shows that the survey had gone out by then.
            send(&survey, at: due, work, isAnswered: true)
            settle(&survey, work)
        }
        let before = shelf.answers[survey.key] ?? []
        if before.contains(where: { $0.event == given.event }) { return }
        if let refusal = refusal(of: given, to: survey, before, work) {
            // The survey that it is about may follow a reopening that is known already.
            if refusal == .notSent, mayCome(given, work) { return hold(given, work) }
            return refuse(refusal, given, survey, work)
        }
        guard let sheet = given.sheet(askedOn: survey.scale) else { return }
        var answer = Answer(event: given.event, time: work.time, source: given.source, sheet: sheet)
        let (known, first) = result(of: before + [answer], survey)
        // What changes nothing is kept, since it may count once an earlier answer comes late.
        if known != survey.sheet || survey.version == 0 {
            survey.version += 1
            answer.version = survey.version
            survey.sheet = known
            survey.answeredAt = first
            survey.turn(into: .answered)
            tell(survey, work)
            if survey.version == 1 { reward(survey, work) }
            followUp(&survey, work)
        }
        answers.append((survey.key, answer))
        shelf.add(answer, to: survey.key)
        settle(&survey, work)
    }

    private func survey(for given: GivenAnswer, _ work: SurveyWork) -> CycleSurvey? {
        if let token = SurveyToken(given.survey) { return shelf.survey(of: token) }
        guard work.isBackfill, given.survey == work.conversation else { return nil }
        return shelf.survey(of: work.conversation, in: work.partition, at: work.time)
    }

    private func result(of answers: [Answer], _ survey: CycleSurvey) -> (sheet: AnswerSheet, first: Instant?) {
        guard let sentAt = survey.sentAt, let expiresAt = survey.expiresAt else { return (AnswerSheet(), nil) }
        return answers.result(sentAt: sentAt, expiresAt: expiresAt, amendable: rules.surveys.amendable)
    }

    private func refusal(
        of given: GivenAnswer,
        to survey: CycleSurvey,
        _ before: [Answer],
        _ work: SurveyWork
    ) -> AnswerRefusal? {
        guard survey.state.isOut, let sentAt = survey.sentAt, let expiresAt = survey.expiresAt, work.time >= sentAt
        else { return .notSent }
        guard let sheet = given.sheet(askedOn: survey.scale) else { return .badRating }
        if sheet == AnswerSheet() { return .empty }
        if before.count >= SurveyRules.answersPerSurvey { return .tooMany }
        let first = result(of: before, survey).first
        let lock = first.flatMap { first in rules.surveys.amendable.map { min(expiresAt, first + $0) } } ?? expiresAt
        return work.time > lock ? .locked : nil
    }

    private mutating func refuse(
        _ refusal: AnswerRefusal,
        _ given: GivenAnswer,
        _ survey: CycleSurvey?,
        _ work: SurveyWork
    ) {
        refusals.append(
            RefusedAnswer(
                partition: work.partition,
                event: given.event,
                // Whose name the conversation bears may be nobody's any more.
                conversation: refusal == .userErased ? survey?.conversation ?? "" : work.conversation,
                survey: survey?.key,
                source: given.source,
                id: given.id,
                refusal: refusal,
                at: work.time
            )
        )
    }

    /// Whether its user has been erased, of whom nothing is to be kept again; the survey may bear the name still.
    private func isOfErased(_ survey: CycleSurvey) -> Bool {
        survey.isOfErased || userKey(of: survey).flatMap { users[$0] }?.erasedAt != nil
    }

    /// Whether an answer of the past, which names its conversation, may have come before its survey is known.
    private func mayCome(_ given: GivenAnswer, _ work: SurveyWork) -> Bool {
        work.isBackfill && given.survey == work.conversation && given.waits < SurveyRules.mostWaits
    }

    /// Whether a survey of the past may have gone out although that has not been recorded.
    ///
    /// The cool-down is judged by what is known of the user's other conversations, which are told in any order.
    private func mayHaveGoneOut(_ survey: CycleSurvey) -> Bool {
        if survey.state == .scheduled { return true }
        guard survey.isBackfill, survey.isCooledDown, let key = userKey(of: survey) else { return false }
        return users[key]?.erasedAt == nil
    }

    private mutating func hold(_ given: GivenAnswer, _ work: SurveyWork) {
        var fields: Fields = [
            "survey": given.survey, "source": given.source, "id": given.id, "cause": given.event.description,
            "time": work.time.description, "backfill": "true", "waits": String(given.waits + 1),
        ]
        for name in AnswerSheet.names { fields.append(name, ifAny: given.fields[name]) }
        timers.append(
            .set(
                partition: work.partition,
                key: TimerKey.answer + given.event.description,
                due: now + SurveyRules.firstWait * (1 << given.waits),
                conversation: work.conversation,
                fields: fields
            )
        )
    }

    /// Says what is known now, with what it is booked on.
    private mutating func tell(_ survey: CycleSurvey, _ work: SurveyWork) {
        var fields: Fields = ["version": String(survey.version)]
        for field in survey.sheet.fields { fields.append(field.name, field.value) }
        if let rating = survey.sheet.overall {
            fields.append("stars", String(rating.stars))
            fields.append("band", rating.band.rawValue)
        }
        fields.append("answered_at", ifAny: survey.answeredAt?.description)
        fields.append("admin", ifAny: survey.attribution.admin)
        fields.append("team", ifAny: survey.attribution.team)
        fields.append("channel", ifAny: survey.attribution.channel)
        fields.append("category", ifAny: survey.attribution.category)
        fields.append("kind", ifAny: survey.kind)
        fields.append("language", ifAny: survey.attribution.language)
        emit("survey.answered", survey, at: work.time, work, fields)
    }

    /// A low rating asks for somebody to write to the user: once, and not about the past.
    private mutating func followUp(_ survey: inout CycleSurvey, _ work: SurveyWork) {
        guard let rule = rules.surveys.followUp, survey.followedUpAt == nil, !survey.isBackfill, !work.isBackfill,
            let rating = survey.sheet.overall, rating.stars <= rule.stars
        else { return }
        let team = rule.team?.rawValue ?? survey.attribution.team
        survey.followedUpAt = work.time
        var fields: Fields = [
            "rating": String(rating.value), "scale": String(rating.scale.rawValue), "stars": String(rating.stars),
            "due": rules.followUpDue(rule, by: team, from: work.time).description,
        ]
        fields.append("team", ifAny: team)
        fields.append("admin", ifAny: survey.attribution.admin)
        fields.append("category", ifAny: survey.attribution.category)
        fields.append("channel", ifAny: survey.attribution.channel)
        fields.append("language", ifAny: survey.attribution.language)
        fields.append("kind", ifAny: survey.kind)
        fields.append("comment", ifAny: survey.sheet.comment)
        fields.append("suggestion", ifAny: survey.sheet.suggestion)
        emit("follow_up.requested", survey, at: work.time, work, fields)
    }
}
