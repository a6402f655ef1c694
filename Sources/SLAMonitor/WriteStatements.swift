import Clocks
import Contract
import Policy
import Postgres

/// Writes the files of a batch's cases, without their clocks.
struct PutFiles {
    let files: [CaseFile]

    var statement: Statement {
        Statement(
            """
            INSERT INTO sla.cases AS c (
                partition, "case", conversation, facts, known_until, next_at, policy_until, last_at, asked_at, facts_size
            )
            SELECT partition, "case", conversation, facts, known_until, next_at, policy_until, last_at, asked_at,
                   octet_length(facts)
            FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                        $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
                AS n (partition, "case", conversation, facts, known_until, next_at, policy_until, last_at, asked_at)
            ON CONFLICT (partition, "case") DO UPDATE
            SET facts = EXCLUDED.facts, known_until = EXCLUDED.known_until, next_at = EXCLUDED.next_at,
                policy_until = EXCLUDED.policy_until, last_at = EXCLUDED.last_at, asked_at = EXCLUDED.asked_at,
                facts_size = EXCLUDED.facts_size
            """,
            .int4s(files.map { Int32($0.key.partition) }),
            .texts(files.map(\.key.id.rawValue)),
            .texts(files.map(\.conversation)),
            .texts(files.map(\.facts.text)),
            .timestamps(files.map(\.knownUntil.microseconds)),
            .timestamps(files.map { $0.nextAt?.microseconds }),
            .timestamps(files.map { $0.policyUntil?.microseconds }),
            .timestamps(files.map { $0.facts.last?.time.microseconds }),
            .timestamps(files.map { $0.askedAt?.microseconds })
        )
    }
}

/// A clock with what was told of it, as it is stored.
struct ClockRow {
    let file: CaseFile.Key
    let conversation: String
    let clock: Clock
    let told: ToldClock
}

/// Writes the clocks of a batch that are not stored as they are.
struct PutClocks {
    let rows: [ClockRow]

    var statement: Statement {
        Statement(
            """
            INSERT INTO sla.clocks AS c (
                partition, "case", metric, instance, promise, conversation, cycle, state, started_at, promised_at, due_at,
                stopped_at, breached_at, reason, admin, subject, target_us, hours, elapsed_us, business_elapsed_us,
                policy_version, warned, level, setting, segments, replanned_at, breach_reason
            )
            SELECT partition, "case", metric, instance, promise, conversation, cycle, state, started_at, promised_at,
                   due_at, stopped_at, breached_at, reason, admin, subject, target_us, hours, elapsed_us,
                   business_elapsed_us, policy_version, string_to_array(warned, ','), level, setting::json,
                   segments::json, replanned_at, breach_reason
            FROM unnest(
                $1::int[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::int[], $8::text[],
                $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
                $14::text[], $15::text[], $16::text[], $17::bigint[], $18::text[], $19::bigint[], $20::bigint[],
                $21::int[], $22::text[], $23::int[], $24::text[], $25::text[], $26::timestamptz[], $27::text[]
            ) AS n (
                partition, "case", metric, instance, promise, conversation, cycle, state, started_at, promised_at, due_at,
                stopped_at, breached_at, reason, admin, subject, target_us, hours, elapsed_us, business_elapsed_us,
                policy_version, warned, level, setting, segments, replanned_at, breach_reason
            )
            ON CONFLICT (partition, "case", metric, instance, promise) DO UPDATE
            SET cycle = EXCLUDED.cycle, state = EXCLUDED.state, started_at = EXCLUDED.started_at,
                promised_at = EXCLUDED.promised_at, due_at = EXCLUDED.due_at, stopped_at = EXCLUDED.stopped_at,
                breached_at = EXCLUDED.breached_at, reason = EXCLUDED.reason, admin = EXCLUDED.admin,
                subject = EXCLUDED.subject, target_us = EXCLUDED.target_us, hours = EXCLUDED.hours,
                elapsed_us = EXCLUDED.elapsed_us, business_elapsed_us = EXCLUDED.business_elapsed_us,
                policy_version = EXCLUDED.policy_version, warned = EXCLUDED.warned, level = EXCLUDED.level,
                setting = EXCLUDED.setting, segments = EXCLUDED.segments, replanned_at = EXCLUDED.replanned_at,
                breach_reason = EXCLUDED.breach_reason
            """,
            parameters: [
                .int4s(rows.map { Int32($0.file.partition) }), .texts(rows.map(\.file.id.rawValue)),
                .texts(rows.map(\.clock.key.metric.rawValue)), .int4s(rows.map { Int32($0.clock.key.instance) }),
                .texts(rows.map { $0.clock.key.promise ?? "" }), .texts(rows.map(\.conversation)),
                .int4s(rows.map { Int32($0.clock.cycle) }), .texts(rows.map(\.clock.state.rawValue)),
                .timestamps(rows.map(\.clock.started.time.microseconds)),
                .timestamps(rows.map { $0.clock.promisedAt?.microseconds }),
                .timestamps(rows.map { $0.clock.dueAt?.microseconds }),
                .timestamps(rows.map { $0.clock.stoppedAt?.microseconds }),
                .timestamps(rows.map { $0.clock.breachedAt?.microseconds }),
                .texts(rows.map(\.clock.ending?.reason)), .texts(rows.map(\.clock.ending?.admin)),
                .texts(rows.map(\.clock.subject)), .int8s(rows.map { $0.clock.target?.wholeMicroseconds }),
                .texts(rows.map(\.clock.hours)), .int8s(rows.map { $0.clock.elapsed?.wholeMicroseconds }),
                .int8s(rows.map { $0.clock.businessElapsed?.wholeMicroseconds }),
                .int4s(rows.map { Int32(clamping: $0.clock.policy) }),
                .texts(rows.map { $0.told.warned.joined(separator: ",") }), .int4s(rows.map { Int32($0.told.level) }),
                .texts(rows.map(\.told.setting)), .texts(rows.map(\.told.segments)),
                .timestamps(rows.map { $0.clock.replannedAt?.microseconds }),
                .texts(rows.map { $0.clock.isBrokenByPolicy ? "policy_change" : nil }),
            ]
        )
    }
}

/// Removes clocks that turned out never to have run.
struct DeleteClocks {
    let keys: [(file: CaseFile.Key, clock: ClockKey)]

    var statement: Statement {
        Statement(
            """
            DELETE FROM sla.clocks AS c
            USING unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::text[])
                AS d (partition, "case", metric, instance, promise)
            WHERE c.partition = d.partition AND c."case" = d."case" AND c.metric = d.metric
              AND c.instance = d.instance AND c.promise = d.promise
            """,
            .int4s(keys.map { Int32($0.file.partition) }),
            .texts(keys.map(\.file.id.rawValue)),
            .texts(keys.map(\.clock.metric.rawValue)),
            .int4s(keys.map { Int32($0.clock.instance) }),
            .texts(keys.map { $0.clock.promise ?? "" })
        )
    }
}
