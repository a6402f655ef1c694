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
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS conversation, unnest($3::int[]) AS number,
                    unnest($4::text[]) AS state, unnest($5::int[]) AS cycle, unnest($6::text[]) AS category,
                    unnest($7::text[]) AS tier, unnest($8::text[]) AS team, unnest($9::text[]) AS assignee,
                    unnest($10::timestamptz[]) AS assigned_at, unnest($11::timestamptz[]) AS hand_assigned_at,
                    unnest($12::text[]) AS stage, unnest($13::text[]) AS eta, unnest($14::text[]) AS outcome,
                    unnest($15::text[]) AS reason, unnest($16::text[]) AS root_cause, unnest($17::text[]) AS language,
                    unnest($18::text[]) AS region, unnest($19::timestamptz[]) AS awaiting_since,
                    unnest($20::timestamptz[]) AS first_reply_at, unnest($21::timestamptz[]) AS last_reply_at,
                    unnest($22::int[]) AS replies, unnest($23::timestamptz[]) AS resolved_at,
                    unnest($24::int[]) AS reopened, unnest($25::timestamptz[]) AS reopened_at,
                    unnest($26::timestamptz[]) AS updated_at, unnest($27::timestamptz[]) AS categorized_at,
                    unnest($28::text[]) AS messages, unnest($29::timestamptz[]) AS turned_at,
                    unnest($30::text[]) AS waiting_for, unnest($31::timestamptz[]) AS wakes_at,
                    unnest($32::timestamptz[]) AS closed_at, unnest($33::text[]) AS merged_into,
                    unnest($34::text[]) AS decided_by, unnest($35::text[]) AS decided_before,
                    unnest($36::text[]) AS next_steps, unnest($37::text[]) AS appeal, unnest($38::text[]) AS escalation,
                    unnest($39::text[]) AS escalated_to, unnest($40::timestamptz[]) AS escalated_at,
                    unnest($41::text[]) AS escalated_from, unnest($42::timestamptz[]) AS acknowledged_at,
                    unnest($43::int[]) AS courtesies, unnest($44::timestamptz[]) AS queued_at,
                    unnest($45::text[]) AS wants, unnest($46::int[]) AS queue_rank,
                    unnest($47::timestamptz[]) AS sought_at, unnest($48::text[]) AS queue_reason,
                    unnest($49::text[]) AS wanted_team, unnest($50::text[]) AS timed_out,
                    unnest($51::int[]) AS decisions, unnest($52::text[]) AS steps, unnest($53::text[]) AS category_by,
                    unnest($54::float8[]) AS confidence, unnest($55::text[]) AS suggested_category,
                    unnest($56::text[]) AS model, unnest($57::text[]) AS language_by, unnest($58::text[]) AS tier_by,
                    unnest($59::float8[]) AS spam_score, unnest($60::timestamptz[]) AS due_at,
                    unnest($61::timestamptz[]) AS widens_from
            ) AS n
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
