import Contract
import Postgres

/// Keeps the answers of a batch.
struct InsertAnswers {
    let answers: [(survey: CycleSurvey.Key, answer: Answer)]

    var statement: Statement {
        Statement(
            """
            INSERT INTO survey.answers (partition, "case", cycle, event, time, version, source, fields)
            SELECT
                unnest($1::int[]), unnest($2::text[]), unnest($3::int[]), unnest($4::uuid[]), unnest($5::timestamptz[]),
                unnest($6::bigint[]), unnest($7::text[]), unnest($8::text[])
            ON CONFLICT (partition, "case", cycle, event) DO NOTHING
            """,
            .int4s(answers.map { Int32($0.survey.partition) }),
            .texts(answers.map(\.survey.id.rawValue)),
            .int4s(answers.map { Int32($0.survey.cycle) }),
            .uuids(answers.map { PostgresUUID($0.answer.event) }),
            .instants(answers.map(\.answer.time)),
            .int8s(answers.map { $0.answer.version.map(Int64.init) }),
            .texts(answers.map(\.answer.source)),
            .texts(answers.map(\.answer.sheet.fields.json))
        )
    }
}

/// Writes what has changed of users, whose rows the batch has locked.
struct PutUsers {
    let users: [AskedUser]

    var statement: Statement {
        Statement(
            """
            UPDATE survey.users AS u
            SET asked = ARRAY(
                    SELECT '1970-01-01 00:00+00'::timestamptz + a::bigint * interval '1 microsecond'
                    FROM string_to_table(n.asked, ',') AS a
                ),
                language = n.language, erased_at = n.erased_at, put_at = n.put_at
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "user", unnest($3::text[]) AS asked,
                    unnest($4::text[]) AS language, unnest($5::timestamptz[]) AS erased_at,
                    unnest($6::timestamptz[]) AS put_at
            ) AS n
            WHERE u.partition = n.partition AND u."user" = n."user"
            """,
            .int4s(users.map { Int32($0.key.partition) }),
            .texts(users.map(\.key.user)),
            .texts(users.map { $0.asked.map { String($0.microseconds) }.joined(separator: ",") }),
            .texts(users.map(\.language)),
            .instants(users.map(\.erasedAt)),
            .instants(users.map(\.putAt))
        )
    }
}

/// Books the transfers of a batch.
struct InsertTransfers {
    let transfers: [Transfer]

    var statement: Statement {
        Statement(
            """
            INSERT INTO survey.transfers (
                partition, transfer, debit, credit, points, "user", "case", cycle, reason, reverses, at
            )
            SELECT
                unnest($1::int[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::int[]),
                unnest($6::text[]), unnest($7::text[]), unnest($8::int[]), unnest($9::text[]), unnest($10::uuid[]),
                unnest($11::timestamptz[])
            """,
            .int4s(transfers.map { Int32($0.partition) }),
            .uuids(transfers.map { PostgresUUID($0.id) }),
            .texts(transfers.map(\.debit)),
            .texts(transfers.map(\.credit)),
            .int4s(transfers.map { Int32($0.points) }),
            .texts(transfers.map(\.user)),
            .texts(transfers.map(\.survey.id.rawValue)),
            .int4s(transfers.map { Int32($0.survey.cycle) }),
            .texts(transfers.map(\.reason)),
            .uuids(transfers.map { $0.reverses.map { PostgresUUID($0) } }),
            .instants(transfers.map(\.at))
        )
    }
}

/// Keeps the answers of a batch that do not count.
struct InsertRefusals {
    let refusals: [RefusedAnswer]

    var statement: Statement {
        Statement(
            """
            INSERT INTO survey.refusals (partition, event, conversation, "case", cycle, source, id, code, detail, at)
            SELECT
                unnest($1::int[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]),
                unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]),
                unnest($10::timestamptz[])
            ON CONFLICT (partition, event) DO NOTHING
            """,
            .int4s(refusals.map { Int32($0.partition) }),
            .uuids(refusals.map { PostgresUUID($0.event) }),
            .texts(refusals.map(\.conversation)),
            .texts(refusals.map(\.survey?.id.rawValue)),
            .int8s(refusals.map { ($0.survey?.cycle).map(Int64.init) }),
            .texts(refusals.map(\.source)),
            .texts(refusals.map(\.id)),
            .texts(refusals.map(\.refusal.rawValue)),
            .texts(refusals.map(\.refusal.detail)),
            .instants(refusals.map(\.at))
        )
    }
}

extension PostgresUUID {
    fileprivate init(_ id: EventID) { self.init(high: id.high, low: id.low) }
}
