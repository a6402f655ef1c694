import Contract

extension BatchDecision {
    /// Finds the case that a message belongs to, opening or reopening one for a user who has none.
    ///
    /// A message of a merged conversation stays where it was written, with the merged case, so that it is found there; a
    /// letter takes its effect to the conversation where the matter goes on.
    mutating func post(_ message: PostedMessage, _ work: Work) {
        guard let place = place(work) else { return }
        if let into = cases.latest[place]?.mergedInto {
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
        let language = language(of: user, work)
        guard var current = cases.latest[place] else {
            openByMessage(message, user, language, work, after: nil)
            return attach(message, work, place)
        }
        if current.state.isOpen {
            current.await(since: work.time)
            if let language, language != current.language {
                current.language = language
                current.touch()
            }
            // What was written before the case was put off is no answer to that.
            if current.isPaused, current.turnedAt.map({ work.time >= $0 }) ?? true {
                wake(&current, by: .user(user.rawValue), reason: WakeReason.userWrote, message: message, work)
            }
            holdBack(current, work)
            if !work.isBackfill { takeFromAbsent(&current, work, place) }
            cases.put(current, at: place)
        } else if !current.takesMessage(at: work.time) {
            if current.isSettled, isCourtesy(work, language) { return thank(message, work, place) }
            if current.isSettled, isInsideReopenWindow(current, work) {
                current.language = language ?? current.language
                reopen(&current, by: .user(user.rawValue), reason: "user_wrote", message: message, work)
                cases.put(current, at: place)
            } else {
                openByMessage(message, user, language, work, after: current)
            }
        }
        attach(message, work, place)
    }

    private func isCourtesy(_ work: Work, _ language: String?) -> Bool {
        guard let text = work.fields["text"] else { return false }
        // The language that a message names goes before what its user is written to in.
        let spoken = work.fields.optional("language") ?? language
        return Courtesy.isNothingElse(text, language: spoken, rules.courtesies)
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

    /// A public message by a person: it answers the case.
    private mutating func reply(_ message: PostedMessage, by admin: AdminID, _ work: Work, _ place: Int) {
        attach(message, work, place)
        guard var current = cases.latest[place], current.takesMessage(at: work.time) else { return }
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
        current.takeReply(at: work.time)
        record("case.replied", of: &current, work, by: .admin(admin.rawValue), fields)
        cases.put(current, at: place)
    }

    /// Passes a message on, with the case that it belongs to, if any.
    private mutating func attach(_ message: PostedMessage, _ work: Work, _ place: Int) {
        if work.isForwarded { return }
        guard var current = cases.latest[place] else { return emit("message.posted", work, work.fields) }
        let belongs = current.takesMessage(at: work.time)
        let isNews =
            belongs
            ? current.messages.begin(at: message.number)
            : current.messages.end(before: message.number)
        if isNews {
            current.touch()
            cases.put(current, at: place)
        }
        emit("message.posted", work, about: belongs ? current : nil, work.fields)
    }

    /// What the user is written to in: as the directory says, or else as the message does.
    func language(of user: UserID?, _ work: Work) -> String? {
        entry(of: user)?.language ?? work.fields.optional("language")
    }

    /// Where the user is: as the message says, or else as the directory does.
    func region(of user: UserID?, _ work: Work) -> String? {
        work.fields.optional("region") ?? entry(of: user)?.region
    }

    private func entry(of user: UserID?) -> UserEntry? {
        user.flatMap { users[UserEntry.Key(partition: partitioning.partition(of: $0.rawValue), user: $0)] }
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

    /// Notes a public human reply, which may be late.
    mutating func takeReply(at time: Instant) {
        replies += 1
        firstReplyAt = min(firstReplyAt ?? time, time)
        lastReplyAt = max(lastReplyAt ?? time, time)
        if let since = awaitingSince, since <= time { awaitingSince = nil }
    }
}
