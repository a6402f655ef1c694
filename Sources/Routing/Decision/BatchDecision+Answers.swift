import Contract
import Policy
import PolicyStore

/// Why a case ended, or waits, that an article has answered.
enum AnswerReason {
    static let autoAnswered = "auto_answered"
    static let solved = "answered_by_article"
    static let notSolved = "not_solved"
}

extension BatchDecision {
    /// What the knowledge base has for the message that opens a case, unless the message is suspicious.
    func offer(for opened: Case, _ work: Work, _ finding: TriageFinding?) -> ArticleOffer? {
        guard let answers, let found = work.found, !work.isBackfill else { return nil }
        if let spam = finding?.spam, spam.isSpam || spam.isSuspect { return nil }
        let profile = CaseProfile(
            kind: .conversation,
            category: opened.category.map { Name($0) },
            channel: opened.notes.channel.flatMap { Channel(rawValue: $0) },
            language: opened.language.flatMap { Language($0) }
        )
        return answers.offer(found, profile)
    }

    /// Answers a case that has just been opened with an article, if there is one for it: the case waits for its user, and
    /// nobody is sought for it.
    ///
    /// No person has answered, so no reply is counted; but the user has something to read, so no answer is owed either.
    mutating func answer(with offer: ArticleOffer?, _ work: Work, _ place: Int) {
        guard let answers, let offer, var opened = cases.latest[place] else { return }
        let article = offer.article
        let settles = max(work.time, now) + answers.solvedAfter
        opened.awaitingSince = nil
        opened.turnedAt = work.time
        opened.waitingFor = "user"
        opened.queueReason = QueueReason.autoAnswered
        opened.turn(into: .waiting)
        var fields = opened.facts
        fields.append("reason", AnswerReason.autoAnswered)
        fields.append("article", article.name.rawValue)
        fields.append("title", article.title)
        fields.append("confidence", TriageFinding.share(offer.confidence))
        let answer = answers.text(
            of: article,
            userName: name(of: opened.user),
            for: opened.conversation,
            opened.id
        )
        fields.append("answer", answer)
        fields.append("article_language", article.language.rawValue)
        fields.append("resolves_at", settles.description)
        let reason = AnswerReason.autoAnswered
        record("case.auto_answered", of: &opened, work, by: .system, reason: reason, fields)
        setTimer(.solved, of: opened, due: settles, work)
        cases.put(opened, at: place)
    }

    /// The user says that the article was no answer: a person is sought, as if the user had just written.
    mutating func takeUnsolved(_ current: inout Case, by actor: Actor, message: PostedMessage?, _ work: Work) {
        // Of an earlier time is what was written before the answer was read; it waits for an answer as well.
        let time = max(work.time, current.turnedAt ?? work.time)
        current.awaitingSince = time
        current.hear(at: time)
        wake(&current, by: actor, reason: AnswerReason.notSolved, message: message, at: time, work)
        watchWaiting(current, work)
    }

    /// The user has thanked for the article, or has said nothing for long enough: it was the answer.
    mutating func takeSolved(_ current: inout Case, at time: Instant, _ work: Work) {
        current.outcome = nil
        current.reason = AnswerReason.solved
        finish(&current, at: time, by: .system, work, own: ["reason": AnswerReason.solved, "silent": "true"], [:])
    }

    /// The time is over in which the user could say that the article was no answer.
    mutating func settleAnswer(_ id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id, current.answeredBy != nil,
            current.state == .waiting, current.waitingFor == "user"
        else { return }
        if current.isAutoAnswered {
            takeSolved(&current, at: work.time, work)
            cases.put(current, at: place)
        } else if let since = current.turnedAt, let first = silences.first {
            // A person has taken it up meanwhile: its silence is that of any case that waits for its user.
            setTimer(.silence, of: current, due: since + first, work)
        }
    }

    private func name(of user: String?) -> String? {
        guard let user else { return nil }
        return users[UserEntry.Key(partition: partitioning.partition(of: user), user: UserID(user))]?.name
    }
}

extension Case {
    /// Whether an article has answered the case and nobody has said yet whether that was the answer.
    var isAutoAnswered: Bool { state == .waiting && queueReason == QueueReason.autoAnswered }
}
