import Contract
import Postgres

/// Reads the latest case of each conversation, with what tells whether its admin is there; conversations without a case
/// give no row.
struct SelectCases {
    let keys: [CaseThreads.Key]

    var statement: Statement {
        Statement(
            """
            SELECT c.partition, c.conversation, c.number, c.id, c.kind, c.subject, c."user", c.counterparty, c.state,
                   c.cycle, c.category, c.tier, c.team, c.assignee, c.assigned_at, c.hand_assigned_at, c.stage, c.eta,
                   c.outcome, c.reason, c.root_cause, c.asked, c.language, c.opened_at, c.awaiting_since,
                   c.first_reply_at, c.last_reply_at, c.replies, c.resolved_at, c.reopened, c.reopened_at,
                   c.updated_at, c.follows, c.messages::text, c.queued_at, c.decisions,
                   a.id IS NOT NULL AND (NOT a.active OR (a.status = 'offline' AND a.status_at > '-infinity')),
                   CASE WHEN a.status <> 'offline' THEN a.calendar END,
                   c.region, c.categorized_at, c.turned_at, c.waiting_for, c.wakes_at, c.closed_at, c.merged_into,
                   c.decided_by, c.decided_before, c.next_steps, c.appeal, c.escalation, c.escalated_to,
                   c.escalated_at, c.escalated_from, c.acknowledged_at, c.courtesies, c.wants, c.queue_rank,
                   c.sought_at, c.queue_reason, c.wanted_team, c.timed_out,
                   c.category_by, c.confidence, c.suggested_category, c.model, c.language_by, c.tier_by, c.spam_score,
                   c.channel, c.verified, c.heard_rules, c.answered_by, c.suggested_article, c.due_at,
                   c.widens_from, c.spoke_at, c.started_at, c.ended_stage
            FROM unnest($1::int[], $2::text[]) AS k (partition, conversation)
            CROSS JOIN LATERAL (
                SELECT * FROM router.cases AS l
                WHERE l.partition = k.partition AND l.conversation = k.conversation
                ORDER BY l.number DESC
                LIMIT 1
            ) AS c
            LEFT JOIN LATERAL (
                -- The limit keeps the planner from reading all admins for a join.
                SELECT * FROM router.admins AS p WHERE p.id = c.assignee AND c.is_open LIMIT 1
            ) AS a ON true
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.conversation))
        )
    }
}

extension Case {
    /// A case as ``SelectCases`` gives it, with the rules' word on its admin's shift at an instant.
    init(_ row: Row, rules: RoutingRules, at now: Instant) throws(UnreadableRow) {
        guard let state = CaseState(rawValue: row.text(8)) else { throw UnreadableRow(table: "router.cases") }
        self.init(
            partition: Int(row.int(0)),
            conversation: row.text(1),
            number: Int(row.int(2)),
            id: CaseID(row.text(3)),
            kind: row.text(4),
            subject: row.textOrNull(5),
            user: row.textOrNull(6),
            counterparty: row.textOrNull(7),
            state: state,
            cycle: Int(row.int(9)),
            category: row.textOrNull(10),
            tier: row.textOrNull(11),
            team: row.textOrNull(12),
            assignee: row.textOrNull(13).map { AdminID($0) },
            assignedAt: row.instantOrNull(14),
            handAssignedAt: row.instantOrNull(15),
            stage: row.textOrNull(16),
            eta: row.textOrNull(17),
            outcome: row.textOrNull(18),
            reason: row.textOrNull(19),
            rootCause: row.textOrNull(20),
            asked: row.textOrNull(21),
            language: row.textOrNull(22),
            region: row.textOrNull(38),
            openedAt: row.instant(23),
            awaitingSince: row.instantOrNull(24),
            firstReplyAt: row.instantOrNull(25),
            lastReplyAt: row.instantOrNull(26),
            replies: Int(row.int(27)),
            resolvedAt: row.instantOrNull(28),
            reopened: Int(row.int(29)),
            reopenedAt: row.instantOrNull(30),
            updatedAt: row.instantOrNull(31),
            categorizedAt: row.instantOrNull(39),
            follows: row.textOrNull(32).map { CaseID($0) },
            messages: MessageSpans(text: row.text(33)),
            queuedAt: row.instantOrNull(34),
            decisions: Int(row.int(35)),
            assigneeMayBeGone: row.bool(36)
                || (state.isOpen && !row.isNull(13)
                    && !rules.isOnShift(row.textOrNull(37), ofTeam: row.textOrNull(12), at: now))
        )
        try readStanding(row)
    }

    /// The columns of a case that is put off, escalated, ended or queued.
    private mutating func readStanding(_ row: Row) throws(UnreadableRow) {
        turnedAt = row.instantOrNull(40)
        waitingFor = row.textOrNull(41)
        wakesAt = row.instantOrNull(42)
        closedAt = row.instantOrNull(43)
        mergedInto = row.textOrNull(44)
        decidedBy = row.textOrNull(45).map { AdminID($0) }
        decidedBefore = row.textOrNull(46)
        nextSteps = row.textOrNull(47)
        appeal = row.textOrNull(48)
        if let kind = row.textOrNull(49) {
            guard let kind = Escalation.Kind(rawValue: kind) else { throw UnreadableRow(table: "router.cases") }
            escalation = Escalation(
                kind: kind,
                to: row.text(50),
                at: row.instant(51),
                from: row.textOrNull(52).map { AdminID($0) },
                acknowledgedAt: row.instantOrNull(53)
            )
        }
        courtesies = Int(row.int(54))
        if queuedAt != nil { needs = Needs(text: row.text(55)) }
        queueRank = Int(row.int(56))
        soughtAt = row.instantOrNull(57)
        queueReason = row.textOrNull(58)
        wantedTeam = row.textOrNull(59)
        timedOut = row.textOrNull(60).map { AdminID($0) }
        notes = TriageNotes(
            categoryBy: row.textOrNull(61),
            confidence: row.doubleOrNull(62),
            suggestedCategory: row.textOrNull(63),
            model: row.textOrNull(64),
            languageBy: row.textOrNull(65),
            tierBy: row.textOrNull(66),
            spamScore: row.doubleOrNull(67),
            channel: row.textOrNull(68),
            isVerified: row.boolOrNull(69),
            heardRules: row.textOrNull(70)
        )
        answeredBy = row.textOrNull(71)
        suggestedArticle = row.textOrNull(72)
        dueAt = row.instantOrNull(73)
        widensFrom = row.instantOrNull(74)
        spokeAt = row.instantOrNull(75)
        startedAt = row.instantOrNull(76)
        endedStage = row.textOrNull(77)
    }
}

/// A row says what this version of the program does not know: another version has written it.
struct UnreadableRow: Error, Sendable, Equatable {
    let table: String
}

extension Row {
    /// The column as a point in time.
    func instant(_ column: Int) -> Instant {
        Instant(microseconds: timestamp(column))
    }

    /// The column as a point in time, or nil where it is NULL.
    func instantOrNull(_ column: Int) -> Instant? {
        timestampOrNull(column).map { Instant(microseconds: $0) }
    }
}
