import Contract
import Postgres

/// Reads the records of subjects.
struct SelectRecords {
    let subjects: [Subject]

    var statement: Statement {
        Statement(
            """
            SELECT r.partition, r.subject, r.content
            FROM unnest($1::int[], $2::text[]) AS k (partition, subject)
            JOIN metrics.records AS r ON r.partition = k.partition AND r.subject = k.subject
            """,
            .int4s(subjects.map { Int32($0.partition) }),
            .texts(subjects.map(\.name))
        )
    }
}

/// Writes records.
struct PutRecords {
    let rows: [RecordRow]

    var statement: Statement {
        Statement(
            """
            INSERT INTO metrics.records AS r (partition, subject, conversation, content, first_hour, last_hour, stands)
            SELECT partition, subject, conversation, content, first_hour, last_hour, stands
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS subject, unnest($3::text[]) AS conversation,
                    unnest($4::text[]) AS content, unnest($5::int[]) AS first_hour, unnest($6::int[]) AS last_hour,
                    unnest($7::boolean[]) AS stands
            ) AS n
            ON CONFLICT (partition, subject) DO UPDATE
            SET content = EXCLUDED.content, first_hour = EXCLUDED.first_hour, last_hour = EXCLUDED.last_hour,
                stands = EXCLUDED.stands
            """,
            .int4s(rows.map { Int32($0.subject.partition) }),
            .texts(rows.map(\.subject.name)),
            .texts(rows.map(\.conversation)),
            .texts(rows.map(\.text)),
            .int4s(rows.map(\.hours.lowerBound)),
            .int4s(rows.map(\.hours.upperBound)),
            .bools(rows.map(\.stands))
        )
    }
}

/// Adds changes to the cells.
struct AddCells {
    let rows: [CellRow]

    var statement: Statement {
        Statement(
            """
            INSERT INTO metrics.cells AS c (
                partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket, n, sum
            )
            SELECT partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket, n, sum
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::int[]) AS hour, unnest($3::text[]) AS measure,
                    unnest($4::text[]) AS label, unnest($5::text[]) AS team, unnest($6::text[]) AS channel,
                    unnest($7::text[]) AS category, unnest($8::text[]) AS admin, unnest($9::text[]) AS language,
                    unnest($10::text[]) AS campaign, unnest($11::int[]) AS bucket, unnest($12::bigint[]) AS n,
                    unnest($13::bigint[]) AS sum
            ) AS n
            ON CONFLICT (
                partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket
            ) DO UPDATE
            SET n = c.n + EXCLUDED.n, sum = c.sum + EXCLUDED.sum
            """,
            parameters: [
                .int4s(rows.map { Int32($0.partition) }), .int4s(rows.map(\.key.hour)),
                .texts(rows.map(\.key.measure.rawValue)), .texts(rows.map(\.key.label)),
                .texts(rows.map(\.key.traits.team)), .texts(rows.map(\.key.traits.channel)),
                .texts(rows.map(\.key.traits.category)), .texts(rows.map(\.key.traits.admin)),
                .texts(rows.map(\.key.traits.language)), .texts(rows.map(\.key.traits.campaign)),
                .int4s(rows.map { Int32($0.key.bucket) }), .int8s(rows.map(\.value.n)), .int8s(rows.map(\.value.sum)),
            ]
        )
    }
}

/// Notes that days have changed, before anything is added to them.
///
/// A row that is there is locked, so that who sums up the day waits for what this batch adds to it, and the other way round;
/// rows are taken in the order of the partitions, as there.
struct OpenDays {
    let days: [OpenDay]

    var statement: Statement {
        Statement(
            """
            INSERT INTO metrics.open_days (partition, day, has_changes)
            SELECT partition, day, true FROM unnest($1::int[], $2::int[]) AS n (partition, day) ORDER BY partition, day
            ON CONFLICT (partition, day) DO UPDATE SET day = EXCLUDED.day WHERE false
            """,
            .int4s(days.map { Int32($0.partition) }),
            .int4s(days.map { Int32($0.day) })
        )
    }
}
