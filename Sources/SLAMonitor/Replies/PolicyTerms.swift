import Contract
import Policy
import Postgres

/// Keeps what the policy calls gaming where the view finds it.
struct PutGamingTerms {
    let rule: GamingRule

    var statement: Statement {
        Statement(
            """
            UPDATE sla.gaming_terms
            SET snooze_before_breach = make_interval(secs => $1::float8), short_reply = $2::int,
                reopened_within = make_interval(secs => $3::float8)
            """,
            .int8(rule.snoozeBeforeBreach.wholeMicroseconds / 1_000_000),
            .int8(Int64(rule.shortReply)),
            .int8(rule.reopenedWithin.wholeMicroseconds / 1_000_000)
        )
    }
}

/// Keeps by which replies the policy says what is expected where the view finds it.
struct PutReplyTerms {
    let rule: ExpectedReplyRule

    var statement: Statement {
        Statement(
            "UPDATE sla.reply_terms SET share = $1::float8::numeric, days = $2::int, minimum = $3::int",
            .double(rule.percentile),
            .int8(rule.window.wholeMicroseconds / 86_400_000_000),
            .int8(Int64(rule.minimumN))
        )
    }
}
