extension EventType {
    static let cases = [
        EventType(
            "message.posted",
            "id source message message_no told user_language assignee kind case_category case_tier courtesy backfill",
            suspicion,
            following: .messagePost
        ),
        EventType(
            "case.opened",
            facts,
            "message message_no channel region campaign stage split_from follows suggested_article article_confidence",
            "category_by confidence suggested_category words model unknown_category unknown_tier language_by",
            "language_guess tier_by spam expected_reply_at expected_reply_basis expected_reply_n team",
            suspicion,
            rating,
            merged,
            following: .caseOpen
        ),
        EventType(
            "case.categorized",
            owned,
            "former_category former_tier tier_by reason waiting_since",
            call,
            following: .caseCategorize
        ),
        EventType(
            "case.assigned",
            facts,
            "admin admin_name admin_language team reason former_assignee suggested_article match lacks open_cases",
            "queued_at"
        ),
        EventType("case.unassigned", facts, "admin team reason"),
        EventType(
            "case.replied",
            owned,
            "first admin message message_no excerpt text channel template template_edited merged_from waited_since"
        ),
        EventType(
            "case.updated",
            owned,
            "former_stage until reminder waiting_since resolves_at courtesy courtesies message message_no",
            "split_case split_kind split_into",
            suspicion,
            rating,
            merged,
            following: .caseUpdate
        ),
        EventType("case.escalated", owned, "escalation to acknowledge_by from", call, following: .caseEscalate),
        EventType("case.acknowledged", owned, "escalation to escalated_at", following: .caseAcknowledge),
        EventType(
            "case.handed_back",
            owned,
            "escalation to escalated_at acknowledged_at former_owner",
            following: .caseHandBack
        ),
        EventType("case.waiting", owned, following: .caseWait),
        EventType("case.snoozed", owned, following: .caseSnooze),
        EventType("case.woken", owned, "reason was for until message message_no merged_from"),
        EventType(
            "case.resolved",
            owned,
            "opened_at first_reply_at replies reopened channel stage admin_name reason_title follow_up appeal reinstated",
            "reinstates item_removed user_warned",
            following: .caseResolve
        ),
        EventType(
            "case.reopened",
            facts,
            "reason resolved_at message message_no merged_from former_assignee reopened stage",
            suspicion
        ),
        EventType("case.closed", owned, "reason resolved_at outcome"),
        EventType("case.merged", owned, "opened_at", following: .caseMerge),
        EventType("case.spam", owned, "reason spam_score spam_signs", following: .caseSpam),
        EventType(
            "case.auto_answered",
            facts,
            "reason article title confidence answer article_language resolves_at"
        ),
        EventType("case.reply_failed", owned, "failure reply replied_at"),
        EventType("case.reply_arrived", owned, "failure reply replied_at"),
        EventType("case.refused", "code detail command source id actor backfill"),
        EventType("user.changed", "reason erased actor backfill", following: .userPut),
        EventType("admin.changed", "status actor backfill", following: .adminPut),
        EventType("mail.bounced", "id source backfill", following: .mailBounce),
    ]

    /// What every event about a case says of it.
    private static let facts = """
        kind cycle user counterparty subject asked language category tier answered_by actor backfill
        """
    /// The same and whose it is.
    private static let owned = facts + " assignee team"
    private static let suspicion = "suspect spam_score spam_reason spam_signs"
    private static let rating = "rated survey rating scale stars comment suggestion due reason"
    private static let merged = "merged_from merged_case merged_opened_at awaiting_since"
    /// The step of a clock's ladder that led here.
    private static let call = "clock metric promise due_at warning level notify acknowledge_by"
}
