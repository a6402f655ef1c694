import Contract
import Postgres

/// Writes the cases that a batch has opened, as they stand at its end.
struct InsertCases {
    let cases: [Case]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.cases (
                partition, conversation, number, id, kind, subject, "user", counterparty, state, cycle, category,
                tier, team, assignee, assigned_at, hand_assigned_at, stage, eta, outcome, reason, root_cause, asked,
                language, region, fields, opened_at, awaiting_since, first_reply_at, last_reply_at, replies,
                resolved_at, reopened, reopened_at, updated_at, categorized_at, follows, messages, turned_at,
                waiting_for, wakes_at, closed_at, merged_into, decided_by, decided_before, next_steps, appeal,
                escalation, escalated_to, escalated_at, escalated_from, acknowledged_at, courtesies, queued_at, wants,
                queue_rank, sought_at, queue_reason, wanted_team, timed_out, decisions, category_by, confidence,
                suggested_category, model, language_by, tier_by, spam_score, channel, verified, heard_rules, answered_by,
                suggested_article, due_at, widens_from
            )
            SELECT
                partition, conversation, number, id, kind, subject, "user", counterparty, state, cycle, category,
                tier, team, assignee, assigned_at, hand_assigned_at, stage, eta, outcome, reason, root_cause, asked,
                language, region, fields, opened_at, awaiting_since, first_reply_at, last_reply_at, replies,
                resolved_at, reopened, reopened_at, updated_at, categorized_at, follows, messages::int8multirange,
                turned_at, waiting_for, wakes_at, closed_at, merged_into, decided_by, decided_before, next_steps,
                appeal, escalation, escalated_to, escalated_at, escalated_from, acknowledged_at, courtesies,
                queued_at, wants, queue_rank, sought_at, queue_reason, wanted_team, timed_out, decisions, category_by,
                confidence, suggested_category, model, language_by, tier_by, spam_score, channel, verified, heard_rules,
                answered_by, suggested_article, due_at, widens_from
            FROM unnest(
                $1::int[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::int[], $11::text[], $12::text[], $13::text[], $14::text[], $15::timestamptz[],
                $16::timestamptz[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
                $23::text[], $24::text[], $25::text[], $26::timestamptz[], $27::timestamptz[], $28::timestamptz[],
                $29::timestamptz[], $30::int[], $31::timestamptz[], $32::int[], $33::timestamptz[],
                $34::timestamptz[], $35::timestamptz[], $36::text[], $37::text[], $38::timestamptz[], $39::text[],
                $40::timestamptz[], $41::timestamptz[], $42::text[], $43::text[], $44::text[], $45::text[],
                $46::text[], $47::text[], $48::text[], $49::timestamptz[], $50::text[], $51::timestamptz[],
                $52::int[], $53::timestamptz[], $54::text[], $55::int[], $56::timestamptz[], $57::text[], $58::text[],
                $59::text[], $60::int[], $61::text[], $62::float8[], $63::text[], $64::text[], $65::text[], $66::text[],
                $67::float8[], $68::text[], $69::boolean[], $70::text[], $71::text[], $72::text[],
                $73::timestamptz[], $74::timestamptz[]
            ) AS n (
                partition, conversation, number, id, kind, subject, "user", counterparty, state, cycle, category,
                tier, team, assignee, assigned_at, hand_assigned_at, stage, eta, outcome, reason, root_cause, asked,
                language, region, fields, opened_at, awaiting_since, first_reply_at, last_reply_at, replies,
                resolved_at, reopened, reopened_at, updated_at, categorized_at, follows, messages, turned_at,
                waiting_for, wakes_at, closed_at, merged_into, decided_by, decided_before, next_steps, appeal,
                escalation, escalated_to, escalated_at, escalated_from, acknowledged_at, courtesies, queued_at, wants,
                queue_rank, sought_at, queue_reason, wanted_team, timed_out, decisions, category_by, confidence,
                suggested_category, model, language_by, tier_by, spam_score, channel, verified, heard_rules, answered_by,
                suggested_article, due_at, widens_from
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
                .texts(cases.map(\.asked)), .texts(cases.map(\.language)), .texts(cases.map(\.region)),
                .texts(cases.map(\.openingFields.json)), .instants(cases.map(\.openedAt)),
                .instants(cases.map(\.awaitingSince)), .instants(cases.map(\.firstReplyAt)),
                .instants(cases.map(\.lastReplyAt)), .int4s(cases.map { Int32($0.replies) }),
                .instants(cases.map(\.resolvedAt)), .int4s(cases.map { Int32($0.reopened) }),
                .instants(cases.map(\.reopenedAt)), .instants(cases.map(\.updatedAt)),
                .instants(cases.map(\.categorizedAt)), .texts(cases.map(\.follows?.rawValue)),
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
                .texts(cases.map(\.notes.categoryBy)), .doubles(cases.map(\.notes.confidence)),
                .texts(cases.map(\.notes.suggestedCategory)), .texts(cases.map(\.notes.model)),
                .texts(cases.map(\.notes.languageBy)), .texts(cases.map(\.notes.tierBy)),
                .doubles(cases.map(\.notes.spamScore)), .texts(cases.map(\.notes.channel)),
                .bools(cases.map(\.notes.isVerified)), .texts(cases.map(\.notes.heardRules)),
                .texts(cases.map(\.answeredBy)), .texts(cases.map(\.suggestedArticle)),
                .instants(cases.map(\.dueAt)), .instants(cases.map(\.widensFrom)),
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
