import Contract
import Postgres
import Satisfaction

/// Writes the surveys that a batch has begun or changed.
struct PutSurveys {
    let surveys: [CycleSurvey]

    var statement: Statement {
        Statement(
            """
            INSERT INTO survey.surveys AS s (
                partition, "case", cycle, conversation, "user", kind, state, withheld, backfill, scheduled_at, due_at,
                sent_at, remind_at, reminded_at, expires_at, answered_at, followed_up_at, next_at, token_hash,
                asked_scale, resolver, last_replier, last_replied_at, participants, team, category, channel, language,
                version, rating, scale, ease_of_use, response_time, helpfulness, clarity, comment, suggestion
            )
            SELECT
                partition, "case", cycle, conversation, "user", kind, state, withheld, backfill, scheduled_at, due_at,
                sent_at, remind_at, reminded_at, expires_at, answered_at, followed_up_at, next_at, token_hash,
                asked_scale, resolver, last_replier, last_replied_at, string_to_array(participants, ','), team,
                category, channel, language, version, rating, scale, ease_of_use, response_time, helpfulness, clarity,
                comment, suggestion
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::int[]) AS cycle,
                    unnest($4::text[]) AS conversation, unnest($5::text[]) AS "user", unnest($6::text[]) AS kind,
                    unnest($7::text[]) AS state, unnest($8::text[]) AS withheld, unnest($9::boolean[]) AS backfill,
                    unnest($10::timestamptz[]) AS scheduled_at, unnest($11::timestamptz[]) AS due_at,
                    unnest($12::timestamptz[]) AS sent_at, unnest($13::timestamptz[]) AS remind_at,
                    unnest($14::timestamptz[]) AS reminded_at, unnest($15::timestamptz[]) AS expires_at,
                    unnest($16::timestamptz[]) AS answered_at, unnest($17::timestamptz[]) AS followed_up_at,
                    unnest($18::timestamptz[]) AS next_at, unnest($19::bytea[]) AS token_hash,
                    unnest($20::bigint[]) AS asked_scale, unnest($21::text[]) AS resolver,
                    unnest($22::text[]) AS last_replier, unnest($23::timestamptz[]) AS last_replied_at,
                    unnest($24::text[]) AS participants, unnest($25::text[]) AS team, unnest($26::text[]) AS category,
                    unnest($27::text[]) AS channel, unnest($28::text[]) AS language, unnest($29::int[]) AS version,
                    unnest($30::bigint[]) AS rating, unnest($31::bigint[]) AS scale,
                    unnest($32::bigint[]) AS ease_of_use, unnest($33::bigint[]) AS response_time,
                    unnest($34::bigint[]) AS helpfulness, unnest($35::bigint[]) AS clarity,
                    unnest($36::text[]) AS comment, unnest($37::text[]) AS suggestion
            ) AS n
            ON CONFLICT (partition, "case", cycle) DO UPDATE
            SET
                "user" = EXCLUDED."user", kind = EXCLUDED.kind, state = EXCLUDED.state, withheld = EXCLUDED.withheld,
                backfill = EXCLUDED.backfill, scheduled_at = EXCLUDED.scheduled_at, due_at = EXCLUDED.due_at,
                sent_at = EXCLUDED.sent_at, remind_at = EXCLUDED.remind_at, reminded_at = EXCLUDED.reminded_at,
                expires_at = EXCLUDED.expires_at, answered_at = EXCLUDED.answered_at,
                followed_up_at = EXCLUDED.followed_up_at, next_at = EXCLUDED.next_at,
                token_hash = EXCLUDED.token_hash, asked_scale = EXCLUDED.asked_scale, resolver = EXCLUDED.resolver,
                last_replier = EXCLUDED.last_replier, last_replied_at = EXCLUDED.last_replied_at,
                participants = EXCLUDED.participants, team = EXCLUDED.team, category = EXCLUDED.category,
                channel = EXCLUDED.channel, language = EXCLUDED.language, version = EXCLUDED.version,
                rating = EXCLUDED.rating, scale = EXCLUDED.scale, ease_of_use = EXCLUDED.ease_of_use,
                response_time = EXCLUDED.response_time, helpfulness = EXCLUDED.helpfulness,
                clarity = EXCLUDED.clarity, comment = EXCLUDED.comment, suggestion = EXCLUDED.suggestion
            """,
            parameters: [
                .int4s(surveys.map { Int32($0.key.partition) }), .texts(surveys.map(\.key.id.rawValue)),
                .int4s(surveys.map { Int32($0.key.cycle) }), .texts(surveys.map(\.conversation)),
                .texts(surveys.map(\.user)), .texts(surveys.map(\.kind)), .texts(surveys.map(\.state.rawValue)),
                .texts(surveys.map(\.withheld)), .bools(surveys.map(\.isBackfill)),
                .instants(surveys.map(\.scheduledAt)), .instants(surveys.map(\.dueAt)),
                .instants(surveys.map(\.sentAt)), .instants(surveys.map(\.remindAt)),
                .instants(surveys.map(\.remindedAt)), .instants(surveys.map(\.expiresAt)),
                .instants(surveys.map(\.answeredAt)), .instants(surveys.map(\.followedUpAt)),
                .instants(surveys.map(\.nextAt)), .byteStrings(surveys.map(\.tokenHash)),
                .int8s(surveys.map { $0.askedScale.map(Int64.init) }), .texts(surveys.map(\.attribution.resolver)),
                .texts(surveys.map(\.attribution.lastReplier)), .instants(surveys.map(\.attribution.lastRepliedAt)),
                .texts(surveys.map { $0.attribution.participants.joined(separator: ",") }),
                .texts(surveys.map(\.attribution.team)), .texts(surveys.map(\.attribution.category)),
                .texts(surveys.map(\.attribution.channel)), .texts(surveys.map(\.attribution.language)),
                .int4s(surveys.map { Int32($0.version) }), .int8s(surveys.map { $0.sheet.rating.map(Int64.init) }),
                .int8s(surveys.map { ($0.sheet.scale?.rawValue).map(Int64.init) }),
                .int8s(surveys.map { $0.sheet.factors[.easeOfUse].map(Int64.init) }),
                .int8s(surveys.map { $0.sheet.factors[.responseTime].map(Int64.init) }),
                .int8s(surveys.map { $0.sheet.factors[.helpfulness].map(Int64.init) }),
                .int8s(surveys.map { $0.sheet.factors[.clarity].map(Int64.init) }),
                .texts(surveys.map(\.sheet.comment)), .texts(surveys.map(\.sheet.suggestion)),
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
