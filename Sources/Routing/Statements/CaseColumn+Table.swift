import Contract

extension CaseColumn {
    /// What names a case.
    static let key: [CaseColumn] = [
        .int("partition") { $0.partition },
        .text("conversation") { $0.conversation },
        .int("number") { $0.number },
    ]

    /// What is written when a case opens, and never again.
    static let opening: [CaseColumn] = [
        .text("id") { $0.id.rawValue },
        .text("kind") { $0.kind },
        .text("subject") { $0.subject },
        .text("user") { $0.user },
        .text("counterparty") { $0.counterparty },
        .text("asked") { $0.asked },
        .text("fields") { $0.openingFields.json },
        .instant("opened_at") { $0.openedAt },
        .text("follows") { $0.follows?.rawValue },
        .text("channel") { $0.notes.channel },
        .bool("verified") { $0.notes.isVerified },
        .text("heard_rules") { $0.notes.heardRules },
        .text("answered_by") { $0.answeredBy },
        .text("suggested_article") { $0.suggestedArticle },
    ]

    /// What a decision may change.
    static let changing: [CaseColumn] = [
        .text("state") { $0.state.rawValue },
        .int("cycle") { $0.cycle },
        .text("category") { $0.category },
        .text("tier") { $0.tier },
        .text("team") { $0.team },
        .text("assignee") { $0.assignee?.rawValue },
        .instant("assigned_at") { $0.assignedAt },
        .instant("hand_assigned_at") { $0.handAssignedAt },
        .text("stage") { $0.stage },
        .text("eta") { $0.eta },
        .text("outcome") { $0.outcome },
        .text("reason") { $0.reason },
        .text("root_cause") { $0.rootCause },
        .text("language") { $0.language },
        .text("region") { $0.region },
        .instant("awaiting_since") { $0.awaitingSince },
        .instant("first_reply_at") { $0.firstReplyAt },
        .instant("last_reply_at") { $0.lastReplyAt },
        .int("replies") { $0.replies },
        .instant("resolved_at") { $0.resolvedAt },
        .int("reopened") { $0.reopened },
        .instant("reopened_at") { $0.reopenedAt },
        .instant("updated_at") { $0.updatedAt },
        .instant("categorized_at") { $0.categorizedAt },
        .text("messages", as: "int8multirange") { $0.messages.text },
        .instant("turned_at") { $0.turnedAt },
        .text("waiting_for") { $0.waitingFor },
        .instant("wakes_at") { $0.wakesAt },
        .instant("closed_at") { $0.closedAt },
        .text("merged_into") { $0.mergedInto },
        .text("decided_by") { $0.decidedBy?.rawValue },
        .text("decided_before") { $0.decidedBefore },
        .text("next_steps") { $0.nextSteps },
        .text("appeal") { $0.appeal },
        .text("escalation") { $0.escalation?.kind.rawValue },
        .text("escalated_to") { $0.escalation?.to },
        .instant("escalated_at") { $0.escalation?.at },
        .text("escalated_from") { $0.escalation?.from?.rawValue },
        .instant("acknowledged_at") { $0.escalation?.acknowledgedAt },
        .int("courtesies") { $0.courtesies },
        .instant("queued_at") { $0.queuedAt },
        .text("wants") { $0.needs?.text ?? "" },
        .int("queue_rank") { $0.queueRank },
        .instant("sought_at") { $0.soughtAt },
        .text("queue_reason") { $0.queueReason },
        .text("wanted_team") { $0.wantedTeam },
        .text("timed_out") { $0.timedOut?.rawValue },
        .int("decisions") { $0.decisions },
        .text("category_by") { $0.notes.categoryBy },
        .double("confidence") { $0.notes.confidence },
        .text("suggested_category") { $0.notes.suggestedCategory },
        .text("model") { $0.notes.model },
        .text("language_by") { $0.notes.languageBy },
        .text("tier_by") { $0.notes.tierBy },
        .double("spam_score") { $0.notes.spamScore },
        .instant("due_at") { $0.dueAt },
        .instant("widens_from") { $0.widensFrom },
        .instant("spoke_at") { $0.spokeAt },
        .instant("started_at") { $0.startedAt },
        .text("ended_stage") { $0.endedStage },
    ]

    /// The way that the batch has taken the case through its states, where it is more than one step, for the database to
    /// check: the number of the last decision, which makes it this write's and no earlier one's, and the states.
    static let steps: CaseColumn = .text("steps") { changed in
        changed.steps.count > 1
            ? "\(changed.decisions):" + changed.steps.map(\.rawValue).joined(separator: ",") : ""
    }
}
