import Contract
import Postgres

/// Writes the cases that a batch has opened, as they stand at its end.
struct InsertCases {
    let cases: [Case]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.cases (
                partition, conversation, number, id, kind, subject, "user", counterparty, state, cycle, category, tier,
                team, assignee, assigned_at, hand_assigned_at, stage, eta, outcome, reason, root_cause, asked, language,
                fields, opened_at, awaiting_since, first_reply_at, last_reply_at, replies, resolved_at, reopened,
                reopened_at, updated_at, follows, messages, queued_at, decisions
            )
            SELECT partition, conversation, number, id, kind, subject, "user", counterparty, state, cycle, category,
                   tier, team, assignee, assigned_at, hand_assigned_at, stage, eta, outcome, reason, root_cause, asked,
                   language, fields, opened_at, awaiting_since, first_reply_at, last_reply_at, replies, resolved_at,
                   reopened, reopened_at, updated_at, follows, messages::int8multirange, queued_at, decisions
            FROM unnest(
                $1::int[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::int[], $11::text[], $12::text[], $13::text[], $14::text[], $15::timestamptz[],
                $16::timestamptz[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
                $23::text[], $24::text[], $25::timestamptz[], $26::timestamptz[], $27::timestamptz[],
                $28::timestamptz[], $29::int[], $30::timestamptz[], $31::int[], $32::timestamptz[],
                $33::timestamptz[], $34::text[], $35::text[], $36::timestamptz[], $37::int[]
            ) AS n (
                partition, conversation, number, id, kind, subject, "user", counterparty, state, cycle, category, tier,
                team, assignee, assigned_at, hand_assigned_at, stage, eta, outcome, reason, root_cause, asked, language,
                fields, opened_at, awaiting_since, first_reply_at, last_reply_at, replies, resolved_at, reopened,
                reopened_at, updated_at, follows, messages, queued_at, decisions
            )
            """,
            parameters: [
                .int4s(cases.map { Int32($0.partition) }), .texts(cases.map(\.conversation)),
                .int4s(cases.map { Int32($0.number) }), .texts(cases.map(\.id.rawValue)), .texts(cases.map(\.kind)),
                .texts(cases.map(\.subject)), .texts(cases.map(\.user)), .texts(cases.map(\.counterparty)),
                .texts(cases.map(\.state.rawValue)), .int4s(cases.map { Int32($0.cycle) }),
                .texts(cases.map(\.category)), .texts(cases.map(\.tier)), .texts(cases.map(\.team)),
                .texts(cases.map(\.assignee?.rawValue)), .instants(cases.map(\.assignedAt)),
                .instants(cases.map(\.handAssignedAt)), .texts(cases.map(\.stage)), .texts(cases.map(\.eta)),
                .texts(cases.map(\.outcome)), .texts(cases.map(\.reason)), .texts(cases.map(\.rootCause)),
                .texts(cases.map(\.asked)), .texts(cases.map(\.language)), .texts(cases.map(\.openingFields.json)),
                .instants(cases.map(\.openedAt)), .instants(cases.map(\.awaitingSince)),
                .instants(cases.map(\.firstReplyAt)), .instants(cases.map(\.lastReplyAt)),
                .int4s(cases.map { Int32($0.replies) }), .instants(cases.map(\.resolvedAt)),
                .int4s(cases.map { Int32($0.reopened) }), .instants(cases.map(\.reopenedAt)),
                .instants(cases.map(\.updatedAt)), .texts(cases.map(\.follows?.rawValue)),
                .texts(cases.map(\.messages.text)), .instants(cases.map(\.queuedAt)),
                .int4s(cases.map { Int32($0.decisions) }),
            ]
        )
    }
}

extension Parameter {
    /// An array of `timestamptz`.
    static func instants(_ instants: [Instant?]) -> Parameter {
        .timestamps(instants.map { $0?.microseconds })
    }
}
