import Contract
import Postgres

/// Writes what a batch has changed in cases that were there before it.
///
/// Columns that keep their value cost nothing: PostgreSQL compares values to tell whether an index has to follow.
struct UpdateCases {
    let cases: [Case]

    var statement: Statement {
        Statement(
            """
            UPDATE router.cases AS c
            SET
                state = n.state, cycle = n.cycle, category = n.category, tier = n.tier, team = n.team,
                assignee = n.assignee, assigned_at = n.assigned_at, hand_assigned_at = n.hand_assigned_at,
                stage = n.stage, eta = n.eta, outcome = n.outcome, reason = n.reason, root_cause = n.root_cause,
                language = n.language, region = n.region, awaiting_since = n.awaiting_since,
                first_reply_at = n.first_reply_at, last_reply_at = n.last_reply_at, replies = n.replies,
                resolved_at = n.resolved_at, reopened = n.reopened, reopened_at = n.reopened_at,
                updated_at = n.updated_at, categorized_at = n.categorized_at, messages = n.messages::int8multirange,
                turned_at = n.turned_at, waiting_for = n.waiting_for, wakes_at = n.wakes_at, closed_at = n.closed_at,
                merged_into = n.merged_into, decided_by = n.decided_by, decided_before = n.decided_before,
                next_steps = n.next_steps, appeal = n.appeal, escalation = n.escalation,
                escalated_to = n.escalated_to, escalated_at = n.escalated_at, escalated_from = n.escalated_from,
                acknowledged_at = n.acknowledged_at, courtesies = n.courtesies, queued_at = n.queued_at,
                wants = n.wants, queue_rank = n.queue_rank, sought_at = n.sought_at, queue_reason = n.queue_reason,
                wanted_team = n.wanted_team, timed_out = n.timed_out, decisions = n.decisions, steps = n.steps,
                category_by = n.category_by, confidence = n.confidence, suggested_category = n.suggested_category,
                model = n.model, language_by = n.language_by, tier_by = n.tier_by, spam_score = n.spam_score,
                due_at = n.due_at, widens_from = n.widens_from
            FROM unnest(
                $1::int[], $2::text[], $3::int[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::text[],
                $15::text[], $16::text[], $17::text[], $18::text[], $19::timestamptz[], $20::timestamptz[],
                $21::timestamptz[], $22::int[], $23::timestamptz[], $24::int[], $25::timestamptz[],
                $26::timestamptz[], $27::timestamptz[], $28::text[], $29::timestamptz[], $30::text[],
                $31::timestamptz[], $32::timestamptz[], $33::text[], $34::text[], $35::text[], $36::text[],
                $37::text[], $38::text[], $39::text[], $40::timestamptz[], $41::text[], $42::timestamptz[],
                $43::int[], $44::timestamptz[], $45::text[], $46::int[], $47::timestamptz[], $48::text[], $49::text[],
                $50::text[], $51::int[], $52::text[], $53::text[], $54::float8[], $55::text[], $56::text[], $57::text[],
                $58::text[], $59::float8[], $60::timestamptz[], $61::timestamptz[]
            ) AS n (
                partition, conversation, number, state, cycle, category, tier, team, assignee, assigned_at,
                hand_assigned_at, stage, eta, outcome, reason, root_cause, language, region, awaiting_since,
                first_reply_at, last_reply_at, replies, resolved_at, reopened, reopened_at, updated_at,
                categorized_at, messages, turned_at, waiting_for, wakes_at, closed_at, merged_into, decided_by,
                decided_before, next_steps, appeal, escalation, escalated_to, escalated_at, escalated_from,
                acknowledged_at, courtesies, queued_at, wants, queue_rank, sought_at, queue_reason, wanted_team,
                timed_out, decisions, steps, category_by, confidence, suggested_category, model, language_by, tier_by,
                spam_score, due_at, widens_from
            )
            WHERE c.partition = n.partition AND c.conversation = n.conversation AND c.number = n.number
            """,
            parameters: [
                .int4s(cases.map { Int32($0.partition) }), .texts(cases.map(\.conversation)),
                .int4s(cases.map { Int32($0.number) }), .texts(cases.map(\.state.rawValue)),
                .int4s(cases.map { Int32($0.cycle) }), .texts(cases.map(\.category)), .texts(cases.map(\.tier)),
                .texts(cases.map(\.team)), .texts(cases.map(\.assignee?.rawValue)),
                .instants(cases.map(\.assignedAt)), .instants(cases.map(\.handAssignedAt)),
                .texts(cases.map(\.stage)), .texts(cases.map(\.eta)), .texts(cases.map(\.outcome)),
                .texts(cases.map(\.reason)), .texts(cases.map(\.rootCause)), .texts(cases.map(\.language)),
                .texts(cases.map(\.region)), .instants(cases.map(\.awaitingSince)),
                .instants(cases.map(\.firstReplyAt)), .instants(cases.map(\.lastReplyAt)),
                .int4s(cases.map { Int32($0.replies) }), .instants(cases.map(\.resolvedAt)),
                .int4s(cases.map { Int32($0.reopened) }), .instants(cases.map(\.reopenedAt)),
                .instants(cases.map(\.updatedAt)), .instants(cases.map(\.categorizedAt)),
                .texts(cases.map(\.messages.text)), .instants(cases.map(\.turnedAt)), .texts(cases.map(\.waitingFor)),
                .instants(cases.map(\.wakesAt)), .instants(cases.map(\.closedAt)), .texts(cases.map(\.mergedInto)),
                .texts(cases.map(\.decidedBy?.rawValue)), .texts(cases.map(\.decidedBefore)),
                .texts(cases.map(\.nextSteps)), .texts(cases.map(\.appeal)),
                .texts(cases.map(\.escalation?.kind.rawValue)), .texts(cases.map(\.escalation?.to)),
                .instants(cases.map(\.escalation?.at)), .texts(cases.map(\.escalation?.from?.rawValue)),
                .instants(cases.map(\.escalation?.acknowledgedAt)), .int4s(cases.map { Int32($0.courtesies) }),
                .instants(cases.map(\.queuedAt)), .texts(cases.map { $0.needs?.text ?? "" }),
                .int4s(cases.map { Int32($0.queueRank) }), .instants(cases.map(\.soughtAt)),
                .texts(cases.map(\.queueReason)), .texts(cases.map(\.wantedTeam)),
                .texts(cases.map(\.timedOut?.rawValue)), .int4s(cases.map { Int32($0.decisions) }),
                .texts(cases.map(\.stepsText)), .texts(cases.map(\.notes.categoryBy)),
                .doubles(cases.map(\.notes.confidence)), .texts(cases.map(\.notes.suggestedCategory)),
                .texts(cases.map(\.notes.model)), .texts(cases.map(\.notes.languageBy)),
                .texts(cases.map(\.notes.tierBy)), .doubles(cases.map(\.notes.spamScore)),
                .instants(cases.map(\.dueAt)), .instants(cases.map(\.widensFrom)),
            ]
        )
    }
}

extension Case {
    /// The way that the batch has taken the case through its states, where it is more than one step, for the database to
    /// check: the number of the last decision, which makes it this write's and no earlier one's, and the states.
    fileprivate var stepsText: String {
        steps.count > 1 ? "\(decisions):" + steps.map(\.rawValue).joined(separator: ",") : ""
    }
}
