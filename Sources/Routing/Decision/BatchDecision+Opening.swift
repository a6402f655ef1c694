import Clocks
import Contract
import Policy
import Pipeline

extension BatchDecision {
    /// A user's message where no case is open; returns what the screening finds in it, and the article that is to answer it.
    mutating func openByMessage(
        _ message: PostedMessage,
        _ user: UserID,
        _ work: Work,
        after earlier: Case?
    ) -> (screened: SpamFinding?, offer: ArticleOffer?) {
        if var earlier, !work.isForwarded, earlier.messages.end(before: message.number) {
            earlier.touch()
            put(earlier, work)
        }
        closeSucceeded(cases.current(work), work)
        var opened = newCase(.conversation, user: user, work, after: earlier)
        opened.follows = earlier?.id
        opened.asked = .excerpt(of: work.fields["text"], atMost: rules.excerptBytes)
        opened.region = region(of: user, work)
        let finding = triage(&opened, opening(.conversation, of: user, work), work)
        var fields = opened.facts
        fields.append("message", message.message)
        fields.append("message_no", String(message.number))
        fields.append("merged_from", ifAny: work.fields["merged_from"])
        fields.append("channel", ifAny: work.fields["channel"])
        fields.append("region", ifAny: work.fields["region"])
        fields.append("campaign", ifAny: work.fields["campaign"])
        let offer = offer(for: opened, work, finding)
        announce(&opened, by: .user(user.rawValue), work, fields, finding, offer)
        return (finding?.spam, offer?.goesOut == true ? offer : nil)
    }

    /// A matter that is opened by name.
    ///
    /// A conversation has one open case, so of several matters raised in one message each further one is opened in a
    /// conversation of its own, which names the first in `x-split-from`.
    mutating func open(_ work: Work) {
        let earlier = cases.current(work)
        if let earlier, earlier.state.isOpen { return refuse(.caseAlreadyOpen, work, earlier) }
        guard let kind = CaseKind(rawValue: work.fields["kind"] ?? "") else {
            return refuse(.unknownKind, work, earlier)
        }
        let user = work.fields.optional("user").map { UserID($0) }
        closeSucceeded(earlier, work)
        var opened = newCase(kind, user: user, work, after: earlier)
        opened.subject = work.fields.optional("subject")
        opened.counterparty = work.fields.optional("counterparty")
        opened.reason = work.fields.optional("reason")
        opened.eta = work.fields.optional("eta")
        opened.stage = kind.stages.first
        opened.asked = .excerpt(of: work.fields["text"], atMost: rules.excerptBytes)
        opened.region = region(of: user, work)
        let finding = triage(&opened, opening(kind, of: user, work), work)
        if kind == .appeal { opened.appeals(against: earlier) }
        for name in ["amount", "currency", "text", "logs"] {
            opened.openingFields.append(name, ifAny: work.fields[name])
        }
        var fields = opened.facts
        fields.append("stage", ifAny: opened.stage)
        let origin = work.fields.optional("x-split-from")
        fields.append("split_from", ifAny: origin)
        var own = work.fields
        if finding?.unknownCategory != nil { own["category"] = nil }
        fields.append(ownOf: own)
        announce(&opened, by: work.opener, work, fields, finding)
        if let origin {
            let split: Fields = [
                "case": opened.id.rawValue, "kind": opened.kind, "into": opened.conversation,
                "opener": work.opener.description,
            ]
            send(LetterKind.splitOff, to: partitioning.partition(of: origin), conversation: origin, fields: split, work)
        }
    }

    /// Notes in a case that a part of its matter has gone into a case of its own.
    mutating func noteSplit(_ work: Work) {
        guard var current = cases.current(work) else { return }
        var fields = current.facts
        fields.append("reason", "split")
        fields.append("split_case", ifAny: work.fields["case"])
        fields.append("split_kind", ifAny: work.fields["kind"])
        fields.append("split_into", ifAny: work.fields["into"])
        record("case.updated", of: &current, work, by: .system, reason: "split", fields)
        put(current, work)
    }

    /// A case of this conversation that has ended is taken up again by name; after the window, in a new cycle.
    ///
    /// A user takes up again so, too, what an article has not answered.
    mutating func reopen(_ work: Work) {
        guard var current = cases.current(work) else { return refuse(.noCase, work, nil) }
        if current.isAutoAnswered, work.fields["by"] == "user" {
            takeUnsolved(&current, by: work.actor(in: current), message: nil, work)
            return put(current, work)
        }
        if current.state.isOpen { return refuse(.caseAlreadyOpen, work, current) }
        guard current.state.successors.contains(.open) else { return refuse(.caseNotOpen, work, current) }
        if current.state == .spam {
            // What was wrongly taken for spam is brought back by those who took it for it.
            if work.fields["by"] == "user" { return refuse(.caseNotOpen, work, current) }
        } else {
            guard let resolvedAt = current.resolvedAt else { return refuse(.caseNotOpen, work, current) }
            if work.time < resolvedAt { return refuse(.late, work, current) }
            if !isInsideReopenWindow(current, work) {
                if work.fields["by"] == "user" { return refuse(.reopenWindowOver, work, current) }
                current.cycle += 1
            }
        }
        // Whose message was taken for spam has waited for an answer all the time.
        let waits = current.state == .spam && current.lastReplyAt == nil
        if waits { current.awaitingSince = current.openedAt }
        reopen(&current, by: work.actor(in: current), reason: work.fields.optional("reason"), message: nil, work)
        put(current, work)
    }

    /// Takes a case up again.
    mutating func reopen(
        _ current: inout Case,
        by actor: Actor,
        reason: String?,
        message: PostedMessage?,
        at time: Instant? = nil,
        _ work: Work,
        _ screened: SpamFinding? = nil
    ) {
        let former = current.assignee
        let moment = time ?? work.time
        var fields = current.facts
        fields.append("reason", ifAny: reason)
        fields.append("resolved_at", ifAny: current.resolvedAt?.description)
        fields.append("message", ifAny: message?.message)
        fields.append("message_no", ifAny: message.map { String($0.number) })
        fields.append("merged_from", ifAny: work.fields["merged_from"])
        fields.append("former_assignee", ifAny: former?.rawValue)
        if let screened { fields.append(suspicion: screened) }

        current.assignee = nil
        current.assignedAt = nil
        current.resolvedAt = nil
        current.closedAt = nil
        current.outcome = nil
        current.reason = nil
        current.rootCause = nil
        current.nextSteps = nil
        current.appeal = nil
        current.turn(into: .open)
        current.reopened += 1
        current.reopenedAt = moment
        if let ended = current.endedStage { current.stage = ended }
        current.endedStage = nil
        if case .user = actor {
            current.awaitingSince = moment
            current.hear(at: moment)
        }
        fields.append("reopened", String(current.reopened))
        fields.append("stage", ifAny: current.stage)
        record("case.reopened", of: &current, work, at: time, by: actor, reason: reason, fields)
        seekAdmin(&current, preferring: former, work)
        watchWaiting(current, work)
    }

    /// A case of the work's conversation that has no state yet but its opening.
    func newCase(_ kind: CaseKind, user: UserID?, _ work: Work, after earlier: Case?) -> Case {
        var opened = Case(
            partition: work.partition,
            conversation: work.key,
            number: (earlier?.number ?? 0) + 1,
            id: CaseID(UUIDv7.generate(at: now).description),
            kind: kind.rawValue,
            user: user?.rawValue,
            state: .open,
            openedAt: work.time
        )
        opened.awaitingSince = work.time
        opened.spokeAt = work.time
        opened.storage = .new
        return opened
    }

    /// Tells of a new case and looks for an admin, unless it is spam or an article is to answer it.
    mutating func announce(
        _ opened: inout Case,
        by actor: Actor,
        _ work: Work,
        _ fields: Fields,
        _ finding: TriageFinding? = nil,
        _ offer: ArticleOffer? = nil
    ) {
        var fields = fields
        fields.append("follows", ifAny: opened.follows?.rawValue)
        if let offer {
            if offer.goesOut {
                opened.answeredBy = offer.article.name.rawValue
                fields.append("answered_by", ifAny: opened.answeredBy)
            } else {
                opened.suggestedArticle = offer.article.name.rawValue
                fields.append("suggested_article", ifAny: opened.suggestedArticle)
                fields.append("article_confidence", TriageFinding.share(offer.confidence))
            }
        }
        if let finding { for field in finding.fields { fields.append(field.name, field.value) } }
        if offer?.goesOut != true, finding?.spam?.isSpam != true, !work.isBackfill, Fact.asks(.opened, fields),
            let terms = rules.terms,
            let reply = terms.expectedReply(since: opened.openedAt, opened.profile, by: rules.forecast)
        {
            for field in reply.fields { fields.append(field.name, field.value) }
        }
        record("case.opened", of: &opened, work, by: actor, reason: opened.reason, fields)
        if let spam = finding?.spam, spam.isSpam {
            putAside(&opened, spam, work)
        } else if offer?.goesOut != true {
            seekAdmin(&opened, preferring: nil, work)
            watchWaiting(opened, work)
        }
        put(opened, work)
    }
}

extension Case {
    /// Names what the appeal is about: the case before it in its conversation, whose deciders may not decide it.
    fileprivate mutating func appeals(against earlier: Case?) {
        guard let earlier else { return }
        follows = earlier.id
        var deciders = Set(admins: earlier.decidedBefore)
        if let decider = earlier.decidedBy { deciders.insert(decider) }
        decidedBefore = deciders.isEmpty ? nil : deciders.map(\.rawValue).sorted().joined(separator: " ")
    }
}

extension Work {
    /// Who opens a case by name: the service that published the command, for its user.
    fileprivate var opener: Actor { .service(fields["source"] ?? "") }
}
