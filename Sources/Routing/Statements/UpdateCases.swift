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
            SET state = n.state, cycle = n.cycle, team = n.team, assignee = n.assignee, assigned_at = n.assigned_at,
                hand_assigned_at = n.hand_assigned_at, stage = n.stage, eta = n.eta, outcome = n.outcome,
                reason = n.reason, root_cause = n.root_cause, language = n.language,
                awaiting_since = n.awaiting_since, first_reply_at = n.first_reply_at, last_reply_at = n.last_reply_at,
                replies = n.replies, resolved_at = n.resolved_at, reopened = n.reopened, reopened_at = n.reopened_at,
                updated_at = n.updated_at, messages = n.messages::int8multirange, queued_at = n.queued_at,
                decisions = n.decisions
            FROM unnest(
                $1::int[], $2::text[], $3::int[], $4::text[], $5::int[], $6::text[], $7::text[], $8::timestamptz[],
                $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
                $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::int[], $20::timestamptz[], $21::int[],
                $22::timestamptz[], $23::timestamptz[], $24::text[], $25::timestamptz[], $26::int[]
            ) AS n (
                partition, conversation, number, state, cycle, team, assignee, assigned_at, hand_assigned_at, stage,
                eta, outcome, reason, root_cause, language, awaiting_since, first_reply_at, last_reply_at, replies,
                resolved_at, reopened, reopened_at, updated_at, messages, queued_at, decisions
            )
            WHERE c.partition = n.partition AND c.conversation = n.conversation AND c.number = n.number
            """,
            parameters: [
                .int4s(cases.map { Int32($0.partition) }), .texts(cases.map(\.conversation)),
                .int4s(cases.map { Int32($0.number) }), .texts(cases.map(\.state.rawValue)),
                .int4s(cases.map { Int32($0.cycle) }), .texts(cases.map(\.team)),
                .texts(cases.map(\.assignee?.rawValue)), .instants(cases.map(\.assignedAt)),
                .instants(cases.map(\.handAssignedAt)), .texts(cases.map(\.stage)), .texts(cases.map(\.eta)),
                .texts(cases.map(\.outcome)), .texts(cases.map(\.reason)), .texts(cases.map(\.rootCause)),
                .texts(cases.map(\.language)), .instants(cases.map(\.awaitingSince)),
                .instants(cases.map(\.firstReplyAt)), .instants(cases.map(\.lastReplyAt)),
                .int4s(cases.map { Int32($0.replies) }), .instants(cases.map(\.resolvedAt)),
                .int4s(cases.map { Int32($0.reopened) }), .instants(cases.map(\.reopenedAt)),
                .instants(cases.map(\.updatedAt)), .texts(cases.map(\.messages.text)),
                .instants(cases.map(\.queuedAt)), .int4s(cases.map { Int32($0.decisions) }),
            ]
        )
    }
}
