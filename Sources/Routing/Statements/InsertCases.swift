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
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS conversation, unnest($3::int[]) AS number,
                    unnest($4::text[]) AS id, unnest($5::text[]) AS kind, unnest($6::text[]) AS subject,
                    unnest($7::text[]) AS "user", unnest($8::text[]) AS counterparty, unnest($9::text[]) AS state,
                    unnest($10::int[]) AS cycle, unnest($11::text[]) AS category, unnest($12::text[]) AS tier,
                    unnest($13::text[]) AS team, unnest($14::text[]) AS assignee,
                    unnest($15::timestamptz[]) AS assigned_at, unnest($16::timestamptz[]) AS hand_assigned_at,
                    unnest($17::text[]) AS stage, unnest($18::text[]) AS eta, unnest($19::text[]) AS outcome,
                    unnest($20::text[]) AS reason, unnest($21::text[]) AS root_cause, unnest($22::text[]) AS asked,
                    unnest($23::text[]) AS language, unnest($24::text[]) AS region, unnest($25::text[]) AS fields,
                    unnest($26::timestamptz[]) AS opened_at, unnest($27::timestamptz[]) AS awaiting_since,
                    unnest($28::timestamptz[]) AS first_reply_at, unnest($29::timestamptz[]) AS last_reply_at,
                    unnest($30::int[]) AS replies, unnest($31::timestamptz[]) AS resolved_at,
                    unnest($32::int[]) AS reopened, unnest($33::timestamptz[]) AS reopened_at,
                    unnest($34::timestamptz[]) AS updated_at, unnest($35::timestamptz[]) AS categorized_at,
                    unnest($36::text[]) AS follows, unnest($37::text[]) AS messages,
                    unnest($38::timestamptz[]) AS turned_at, unnest($39::text[]) AS waiting_for,
                    unnest($40::timestamptz[]) AS wakes_at, unnest($41::timestamptz[]) AS closed_at,
                    unnest($42::text[]) AS merged_into, unnest($43::text[]) AS decided_by,
                    unnest($44::text[]) AS decided_before, unnest($45::text[]) AS next_steps,
                    unnest($46::text[]) AS appeal, unnest($47::text[]) AS escalation,
                    unnest($48::text[]) AS escalated_to, unnest($49::timestamptz[]) AS escalated_at,
                    unnest($50::text[]) AS escalated_from, unnest($51::timestamptz[]) AS acknowledged_at,
                    unnest($52::int[]) AS courtesies, unnest($53::timestamptz[]) AS queued_at,
                    unnest($54::text[]) AS wants, unnest($55::int[]) AS queue_rank,
                    unnest($56::timestamptz[]) AS sought_at, unnest($57::text[]) AS queue_reason,
                    unnest($58::text[]) AS wanted_team, unnest($59::text[]) AS timed_out,
                    unnest($60::int[]) AS decisions, unnest($61::text[]) AS category_by,
                    unnest($62::float8[]) AS confidence, unnest($63::text[]) AS suggested_category,
                    unnest($64::text[]) AS model, unnest($65::text[]) AS language_by, unnest($66::text[]) AS tier_by,
                    unnest($67::float8[]) AS spam_score, unnest($68::text[]) AS channel,
                    unnest($69::boolean[]) AS verified, unnest($70::text[]) AS heard_rules,
                    unnest($71::text[]) AS answered_by, unnest($72::text[]) AS suggested_article,
                    unnest($73::timestamptz[]) AS due_at, unnest($74::timestamptz[]) AS widens_from
            ) AS n
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
