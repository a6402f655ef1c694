import Contract
import Policy

extension BatchDecision {
    /// How often a letter follows a matter from conversation to conversation; only a circle of merges is longer.
    static var hops: Int { 8 }

    /// A case whose matter goes on in another conversation, of any partition.
    mutating func merge(_ work: Work) {
        guard var current = turnableCase(for: work) else { return }
        guard let into = work.fields.optional("into"), into != current.conversation else {
            return refuse(.mergeIntoItself, work, current)
        }
        let actor = work.actor(in: current)
        var matter = current.facts
        matter.append("merged_case", current.id.rawValue)
        matter.append("merged_from", current.conversation)
        matter.append("merged_opened_at", (current.startedAt ?? current.openedAt).description)
        matter.append("awaiting_since", ifAny: current.awaitingSince?.description)
        matter.append("spoke_at", ifAny: current.spokeAt?.description)
        matter.append("region", ifAny: current.region)
        matter.append("channel", ifAny: current.notes.channel)
        matter.append("category_by", ifAny: current.notes.categoryBy)
        matter.append("language_by", ifAny: current.notes.languageBy)
        matter.append("tier_by", ifAny: current.notes.tierBy)
        matter.append("heard_rules", ifAny: current.notes.heardRules)
        matter.append("admin", ifAny: work.fields["admin"])

        var fields = current.facts
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append("opened_at", current.openedAt.description)
        fields.append(ownOf: work.fields)
        end(&current, as: .merged, work)
        current.mergedInto = into
        record("case.merged", of: &current, work, by: actor, fields)
        put(current, work)
        forward(LetterKind.takeOver, to: into, matter, work)
    }

    /// A matter of another conversation goes on in this one: it joins the case that was open then, reopens the last one, or
    /// opens one.
    mutating func takeOver(_ work: Work) {
        let found = cases.current(work)
        if let into = found?.mergedInto, work.hops < Self.hops {
            return forward(LetterKind.takeOver, to: into, work.fields, work)
        }
        let actor = Actor.admin(work.fields["admin"] ?? "")
        // The user has waited since the first message that nobody answered, in whichever conversation that was.
        let since = work.instant("awaiting_since")
        let spokeAt = work.instant("spoke_at")
        guard var current = found, current.state.isOpen || (current.isSettled && isInsideReopenWindow(current, work))
        else { return openTakenOver(by: actor, since, work, after: found) }

        var fields = current.facts
        fields.append("reason", "merged")
        for name in ["merged_from", "merged_case", "merged_opened_at", "awaiting_since"] {
            fields.append(name, ifAny: work.fields[name])
        }
        current.begin(by: work.instant("merged_opened_at"))
        if current.state.isOpen {
            if let spokeAt { current.hear(at: spokeAt) }
            if let since, current.awaitingSince.map({ since < $0 }) ?? true {
                current.awaitingSince = since
                watchWaiting(current, work)
            }
            record("case.updated", of: &current, work, by: actor, reason: "merged", fields)
            if current.isPaused, since != nil {
                wake(&current, by: actor, reason: WakeReason.merged, message: nil, work)
            }
            if let place = place(work), !work.isBackfill { takeFromAbsent(&current, work, place) }
        } else {
            record("case.updated", of: &current, work, by: actor, reason: "merged", fields)
            // A resolve that came after the merge, and was only known earlier, has ended this matter too.
            if !current.takesMessage(at: work.time) {
                reopen(&current, by: actor, reason: "merged", message: nil, work)
                current.awaitingSince = since
                if let spokeAt { current.hear(at: spokeAt) }
                watchWaiting(current, work)
            } else if since != nil, let resolvedAt = current.resolvedAt, let user = current.user,
                let spoken = [since, spokeAt].compactMap(\.self).filter({ $0 > resolvedAt }).min()
            {
                // But not what the user wrote after it.
                reopen(&current, by: .user(user), reason: "merged", message: nil, at: spoken, work)
            }
        }
        put(current, work)
    }

    private mutating func openTakenOver(by actor: Actor, _ since: Instant?, _ work: Work, after earlier: Case?) {
        closeSucceeded(earlier, work)
        let kind = work.fields["kind"].flatMap(CaseKind.init) ?? .conversation
        let user = work.fields.optional("user").map { UserID($0) }
        var opened = newCase(kind, user: user, work, after: earlier)
        opened.follows = earlier?.id
        opened.awaitingSince = since
        opened.spokeAt = work.instant("spoke_at") ?? since
        opened.begin(by: work.instant("merged_opened_at"))
        opened.subject = work.fields.optional("subject")
        opened.counterparty = work.fields.optional("counterparty")
        opened.category = work.fields.optional("category")
        opened.tier = work.fields.optional("tier")
        opened.asked = work.fields.optional("asked")
        opened.language = work.fields.optional("language")
        opened.region = work.fields.optional("region")
        opened.stage = kind.stages.first
        opened.notes = TriageNotes(
            categoryBy: work.fields.optional("category_by"),
            languageBy: work.fields.optional("language_by"),
            tierBy: work.fields.optional("tier_by"),
            channel: work.fields.optional("channel"),
            heardRules: work.fields.optional("heard_rules")
        )
        var fields = opened.facts
        for name in ["merged_from", "merged_case", "merged_opened_at", "awaiting_since"] {
            fields.append(name, ifAny: work.fields[name])
        }
        announce(&opened, by: actor, work, fields)
    }

    /// Writes to the conversation where a merged matter goes on.
    mutating func forward(_ kind: String, to into: String, _ fields: Fields, _ work: Work) {
        guard work.hops < Self.hops else { return }
        var forwarded = fields
        forwarded["time"] = nil
        forwarded["cause"] = nil
        forwarded["traceparent"] = nil
        forwarded.set("hops", to: String(work.hops + 1))
        if forwarded.optional("merged_from") == nil { forwarded.set("merged_from", to: work.key) }
        if work.isBackfill { forwarded.set("backfill", to: "true") }
        send(kind, to: partitioning.partition(of: into), conversation: into, fields: forwarded, work)
    }
}

extension Work {
    /// How often the letter has been passed on.
    var hops: Int { fields["hops"].flatMap { Int($0) } ?? 0 }

    fileprivate func instant(_ name: String) -> Instant? {
        fields.optional(name).flatMap { Instant(rfc3339: $0) }
    }
}

extension Case {
    /// Notes that a matter which has become this one was opened by then.
    fileprivate mutating func begin(by time: Instant?) {
        guard let time, time < startedAt ?? openedAt else { return }
        startedAt = time
        touch()
    }
}
