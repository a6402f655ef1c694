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
            FROM unnest(
                $1::int[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::boolean[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
                $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[],
                $19::bytea[], $20::bigint[], $21::text[], $22::text[], $23::timestamptz[], $24::text[], $25::text[],
                $26::text[], $27::text[], $28::text[], $29::int[], $30::bigint[], $31::bigint[], $32::bigint[],
                $33::bigint[], $34::bigint[], $35::bigint[], $36::text[], $37::text[]
            ) AS n (
                partition, "case", cycle, conversation, "user", kind, state, withheld, backfill, scheduled_at, due_at,
                sent_at, remind_at, reminded_at, expires_at, answered_at, followed_up_at, next_at, token_hash,
                asked_scale, resolver, last_replier, last_replied_at, participants, team, category, channel, language,
                version, rating, scale, ease_of_use, response_time, helpfulness, clarity, comment, suggestion
            )
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
