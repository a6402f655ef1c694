import Contract

extension BatchDecision {
    /// Finds the case that a message belongs to, opening or reopening one for a user who has none.
    ///
    /// A message of a merged conversation stays where it was written, with the merged case, so that it is found there; a
    /// letter takes its effect to the conversation where the matter goes on.
    mutating func post(_ message: PostedMessage, _ work: Work) {
        guard let place = place(work) else { return }
        if let into = cases.latest[place]?.mergedInto, work.hops < Self.hops {
            attach(message, work, place)
            if case .aside = message.voice { return }
            return forward(LetterKind.forwarded, to: into, work.fields, work)
        }
        switch message.voice {
        case .user(let user): receive(message, of: user, work, place)
        case .admin(let admin): reply(message, by: admin, work, place)
        case .aside: attach(message, work, place)
        }
    }

    /// A user's message: it joins, wakes, reopens or opens a case.
    private mutating func receive(_ message: PostedMessage, of user: UserID, _ work: Work, _ place: Int) {
        guard var current = cases.latest[place] else {
            let (screened, offer) = openByMessage(message, user, work, after: nil)
            attach(message, work, place, screened)
            return answer(with: offer, work, place)
        }
        var screened = blocked(user)
        var offer: ArticleOffer?
        if current.isAutoAnswered, isCourtesy(work) {
            attach(message, work, place, screened)
            return thankForArticle(work, place)
        }
        if current.state.isOpen {
            let waitedSince = current.awaitingSince
            current.await(since: work.time)
            let beginsToWait = current.awaitingSince != waitedSince
            if beginsToWait { watchWaiting(current, work) }
            // The row of who begins to wait is written anyway.
            if beginsToWait || current.isToHear(at: work.time), !isCourtesy(work) { current.hear(at: work.time) }
            speak(&current, user, work)
            if let screened { tellBlocked(&current, screened, message, work) }
            // What was written before the case was put off is no answer to that.
            if current.isAutoAnswered {
                takeUnsolved(&current, by: .user(user.rawValue), message: message, work)
            } else if current.isPaused, current.turnedAt.map({ work.time >= $0 }) ?? true {
                wake(&current, by: .user(user.rawValue), reason: WakeReason.userWrote, message: message, work)
            }
            holdBack(current, work)
            if !work.isBackfill { takeFromAbsent(&current, work, place) }
            cases.put(current, at: place)
        } else if current.state == .merged || !current.takesMessage(at: work.time) {
            // What follows no merge any further has a case of its own where it has come to.
            screened = screen(user, work)
            if current.isSettled, isInsideReopenWindow(current, work), let screened, screened.isBlocked {
                tellBlocked(&current, screened, message, work)
                cases.put(current, at: place)
            } else if current.isSettled, isCourtesy(work) {
                return thank(message, work, place)
            } else if current.isSettled, isInsideReopenWindow(current, work) {
                // Whoever has had a case is not put aside for a wording; a person is told what it looks like.
                speak(&current, user, work)
                reopen(&current, by: .user(user.rawValue), reason: "user_wrote", message: message, work, screened)
                cases.put(current, at: place)
            } else if current.state != .spam || screened?.isSpam != true {
                (screened, offer) = openByMessage(message, user, work, after: current)
            }
        }
        attach(message, work, place, screened)
        answer(with: offer, work, place)
    }

    /// Notes what the user writes; what a message has named stays until another one names something else.
    private mutating func speak(_ current: inout Case, _ user: UserID, _ work: Work) {
        guard let language = language(of: user, work), language.tag != current.language,
            language.by == Decider.message || current.notes.languageBy != Decider.message
        else { return }
        current.language = language.tag
        current.notes.languageBy = language.by
        current.touch()
        // Where only the directory has changed, or the past is told, the desk has not been asked for.
        if !work.isBackfill, work.fields.optional("language") == language.tag {
            follow(&current, work)
        } else if current.queuedAt != nil {
            rules.place(&current)
        }
    }

    private func isCourtesy(_ work: Work) -> Bool {
        guard let text = work.fields["text"], work.fields.optional("attachments") == nil else { return false }
        return rules.courtesy.isAll(of: text)
    }

    /// Keeps a courtesy after a resolve with the case, and counts it; it starts nothing.
    private mutating func thank(_ message: PostedMessage, _ work: Work, _ place: Int) {
        guard var current = cases.latest[place] else { return }
        current.courtesies += 1
        if !work.isForwarded { _ = current.messages.begin(at: message.number) }
        var fields = current.facts
        fields.append("reason", "courtesy")
        fields.append("courtesy", "true")
        fields.append("courtesies", String(current.courtesies))
        fields.append("message", message.message)
        fields.append("message_no", String(message.number))
        fields.append("merged_from", ifAny: work.fields["merged_from"])
        let actor = work.actor(in: current)
        record("case.updated", of: &current, work, by: actor, reason: "courtesy", fields)
        cases.put(current, at: place)
        guard !work.isForwarded else { return }
        var posted = work.fields
        posted.append("courtesy", "true")
        emit("message.posted", work, about: current, posted)
    }

    /// A courtesy for an article ends the case: that was the answer.
    private mutating func thankForArticle(_ work: Work, _ place: Int) {
        guard var current = cases.latest[place] else { return }
        takeSolved(&current, at: max(work.time, current.turnedAt ?? work.time), work)
        cases.put(current, at: place)
    }

    /// A public message by a person: it answers the case.
    private mutating func reply(_ message: PostedMessage, by admin: AdminID, _ work: Work, _ place: Int) {
        attach(message, work, place)
        guard var current = cases.latest[place], current.state != .merged else { return }
        guard current.takesMessage(at: work.time) else {
            // Where it was written nobody could know that the matter has ended here.
            if work.isForwarded { tellAfterEnd(message, by: admin, of: current, work, place) }
            return
        }
        var fields = current.facts
        fields.append("first", current.replies == 0 ? "true" : "false")
        fields.append("admin", admin.rawValue)
        fields.append("message", message.message)
        fields.append("message_no", String(message.number))
        fields.append("excerpt", ifAny: .excerpt(of: work.fields["text"], atMost: rules.excerptBytes))
        fields.append("channel", ifAny: work.fields["channel"])
        fields.append("template", ifAny: work.fields["template"])
        fields.append("template_edited", ifAny: work.fields["template_edited"])
        fields.append("merged_from", ifAny: work.fields["merged_from"])
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        // So that the wait can go on from there, should the reply not arrive.
        if let since = current.awaitingSince, since <= work.time { fields.append("waited_since", since.description) }
        current.takeReply(at: work.time)
        // From now on it waits for its user as any case does.
        if current.isAutoAnswered { current.queueReason = QueueReason.putOff }
        note("case.replied", of: &current, at: work.time, by: .admin(admin.rawValue), fields)
        // The user is told all of it; the history has the beginning, and the conversation the rest.
        fields.append("text", ifAny: work.fields["text"])
        emit("case.replied", work, about: current, by: .admin(admin.rawValue), fields)
        cases.put(current, at: place)
    }

    /// What was written to a merged conversation is news of the case that the matter came to, which has ended.
    private mutating func tellAfterEnd(
        _ message: PostedMessage,
        by admin: AdminID,
        of ended: Case,
        _ work: Work,
        _ place: Int
    ) {
        var ended = ended
        var fields = ended.facts
        fields.append("reason", "admin_wrote")
        fields.append("admin", admin.rawValue)
        fields.append("message", message.message)
        fields.append("message_no", String(message.number))
        fields.append("text", ifAny: work.fields["text"])
        fields.append("merged_from", ifAny: work.fields["merged_from"])
        record("case.updated", of: &ended, work, by: .admin(admin.rawValue), reason: "admin_wrote", fields)
        cases.put(ended, at: place)
    }

    /// Passes a message on, with the case that it belongs to, if any, and what the screening found in it.
    private mutating func attach(
        _ message: PostedMessage,
        _ work: Work,
        _ place: Int,
        _ screened: SpamFinding? = nil
    ) {
        if work.isForwarded { return }
        var fields = work.fields
        if let screened { fields.append(suspicion: screened) }
        if let reader = reader(of: message, work, after: cases.latest[place]) {
            fields.set("user", to: reader)
            fields.append("told", "true")
            // The message's own language counts in the figures.
            fields.append("user_language", ifAny: cases.latest[place]?.language)
        }
        guard var current = cases.latest[place] else { return emit("message.posted", work, fields) }
        let isMoreSpam = current.state == .spam && screened?.isSpam == true
        let belongs = isMoreSpam || current.takesMessage(at: work.time)
        let isNews =
            belongs
            ? current.messages.begin(at: message.number)
            : current.messages.end(before: message.number)
        if isNews {
            current.touch()
            cases.put(current, at: place)
        }
        // Who has the case is told of a message and what it is about without a look-up; a category or tier beside these is
        // the message's own.
        if belongs, let assignee = current.assignee {
            fields.append("assignee", assignee.rawValue)
            fields.append("kind", current.kind)
            fields.append("case_category", ifAny: current.category)
            fields.append("case_tier", ifAny: current.tier)
        }
        emit("message.posted", work, about: belongs ? current : nil, fields)
    }

    /// Who is told of a message itself, since no reply to a case tells it: an admin's that no case takes, or a bot's.
    private func reader(of message: PostedMessage, _ work: Work, after latest: Case?) -> String? {
        switch message.voice {
        case .user, .aside(.admin): return nil
        case .admin: if latest?.takesMessage(at: work.time) == true { return nil }
        case .aside: if work.fields["visibility"] == "private" || latest?.state == .spam { return nil }
        }
        return work.fields.optional("user") ?? latest?.user
    }

    /// Whether what happened in the work is near enough to the case's resolve to go on with it.
    func isInsideReopenWindow(_ current: Case, _ work: Work) -> Bool {
        guard let resolvedAt = current.resolvedAt else { return false }
        return work.time - resolvedAt <= rules.reopenWindow
    }
}

extension Work {
    /// Whether it is what somebody wrote to another conversation, which is kept there.
    var isForwarded: Bool {
        if case .forwarded = request { true } else { false }
    }
}

extension Case {
    /// Whether the case was resolved, and nothing has happened to it since that ends it otherwise.
    var isSettled: Bool { state == .resolved || state == .closed }

    /// Notes a message of the user: the case waits for an answer, unless a later reply was there first.
    mutating func await(since time: Instant) {
        if let lastReplyAt, time < lastReplyAt { return }
        if let awaitingSince, awaitingSince <= time { return }
        awaitingSince = time
        touch()
    }

    /// Whether the user has said nothing for so long that a further message is one to ``hear(at:)``.
    ///
    /// What follows within five seconds counts as the same message, so that a burst does not cost a write each.
    func isToHear(at time: Instant) -> Bool { spokeAt.map { time >= $0 + .seconds(5) } ?? true }

    /// Notes when the user wrote more than a courtesy, for a command of an earlier time that is handled later.
    mutating func hear(at time: Instant) {
        if let spokeAt, time <= spokeAt { return }
        spokeAt = time
        touch()
    }

    /// When the user first wrote after that time, as far as is known; nil for not since.
    func spoken(after time: Instant) -> Instant? {
        [awaitingSince, spokeAt].compactMap(\.self).filter { $0 > time }.min()
    }

    /// Notes a public human reply, which may be late.
    mutating func takeReply(at time: Instant) {
        replies += 1
        firstReplyAt = min(firstReplyAt ?? time, time)
        lastReplyAt = max(lastReplyAt ?? time, time)
        if let since = awaitingSince, since <= time { awaitingSince = nil }
    }
}
