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
                partition, "case", conversation, facts, known_until, next_at, policy_until, last_at, asked_at, facts_size,
                held_until
            )
            SELECT partition, "case", conversation, facts, known_until, next_at, policy_until, last_at, asked_at,
                   octet_length(facts), held_until
            FROM (
                SELECT
                    \(CaseFile.walk), unnest($10::text[]) AS conversation
            ) AS n
            ON CONFLICT (partition, "case") DO UPDATE
            SET facts = EXCLUDED.facts, known_until = EXCLUDED.known_until, next_at = EXCLUDED.next_at,
                policy_until = EXCLUDED.policy_until, last_at = EXCLUDED.last_at, asked_at = EXCLUDED.asked_at,
                facts_size = EXCLUDED.facts_size, held_until = EXCLUDED.held_until
            """,
            parameters: CaseFile.parameters(files) { $0.facts.text } + [.texts(files.map(\.conversation))]
        )
    }
}

/// Goes on with the files of long cases: of their facts only those that are new are written, behind the others.
struct ContinueFiles {
    let files: [CaseFile]

    var statement: Statement {
        Statement(
            """
            UPDATE sla.cases AS c
            SET facts = CASE n.facts WHEN '' THEN c.facts ELSE c.facts || n.facts END,
                facts_size = c.facts_size + octet_length(n.facts), known_until = n.known_until, next_at = n.next_at,
                policy_until = n.policy_until, last_at = n.last_at, asked_at = n.asked_at, held_until = n.held_until
            FROM (
                SELECT
                    \(CaseFile.walk)
            ) AS n
            WHERE c.partition = n.partition AND c."case" = n."case"
            """,
            parameters: CaseFile.parameters(files) { $0.added.sorted().text }
        )
    }
}

extension CaseFile {
    /// The columns of files, as the parameters from `$1` to `$9` hold them.
    fileprivate static let walk = """
        unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::text[]) AS facts,
        unnest($4::timestamptz[]) AS known_until, unnest($5::timestamptz[]) AS next_at,
        unnest($6::timestamptz[]) AS policy_until, unnest($7::timestamptz[]) AS last_at,
        unnest($8::timestamptz[]) AS asked_at, unnest($9::timestamptz[]) AS held_until
        """

    fileprivate static func parameters(_ files: [CaseFile], facts: (CaseFile) -> String) -> [Parameter] {
        [
            .int4s(files.map { Int32($0.key.partition) }), .texts(files.map(\.key.id.rawValue)),
            .texts(files.map(facts)),
            .timestamps(files.map(\.knownUntil.microseconds)), .timestamps(files.map { $0.nextAt?.microseconds }),
            .timestamps(files.map { $0.policyUntil?.microseconds }),
            .timestamps(files.map { $0.facts.last?.time.microseconds }),
            .timestamps(files.map { $0.askedAt?.microseconds }), .timestamps(files.map { $0.heldUntil?.microseconds }),
        ]
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
                policy_version, warned, level, setting, segments, replanned_at, breach_reason, undelivered
            )
            SELECT partition, "case", metric, instance, promise, conversation, cycle, state, started_at, promised_at,
                   due_at, stopped_at, breached_at, reason, admin, subject, target_us, hours, elapsed_us,
                   business_elapsed_us, policy_version, string_to_array(warned, ','), level, setting::json,
                   segments::json, replanned_at, breach_reason, undelivered
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::text[]) AS metric,
                    unnest($4::int[]) AS instance, unnest($5::text[]) AS promise, unnest($6::text[]) AS conversation,
                    unnest($7::int[]) AS cycle, unnest($8::text[]) AS state, unnest($9::timestamptz[]) AS started_at,
                    unnest($10::timestamptz[]) AS promised_at, unnest($11::timestamptz[]) AS due_at,
                    unnest($12::timestamptz[]) AS stopped_at, unnest($13::timestamptz[]) AS breached_at,
                    unnest($14::text[]) AS reason, unnest($15::text[]) AS admin, unnest($16::text[]) AS subject,
                    unnest($17::bigint[]) AS target_us, unnest($18::text[]) AS hours,
                    unnest($19::bigint[]) AS elapsed_us, unnest($20::bigint[]) AS business_elapsed_us,
                    unnest($21::int[]) AS policy_version, unnest($22::text[]) AS warned, unnest($23::int[]) AS level,
                    unnest($24::text[]) AS setting, unnest($25::text[]) AS segments,
                    unnest($26::timestamptz[]) AS replanned_at, unnest($27::text[]) AS breach_reason,
                    unnest($28::int[]) AS undelivered
            ) AS n
            ON CONFLICT (partition, "case", metric, instance, promise) DO UPDATE
            SET cycle = EXCLUDED.cycle, state = EXCLUDED.state, started_at = EXCLUDED.started_at,
                promised_at = EXCLUDED.promised_at, due_at = EXCLUDED.due_at, stopped_at = EXCLUDED.stopped_at,
                breached_at = EXCLUDED.breached_at, reason = EXCLUDED.reason, admin = EXCLUDED.admin,
                subject = EXCLUDED.subject, target_us = EXCLUDED.target_us, hours = EXCLUDED.hours,
                elapsed_us = EXCLUDED.elapsed_us, business_elapsed_us = EXCLUDED.business_elapsed_us,
                policy_version = EXCLUDED.policy_version, warned = EXCLUDED.warned, level = EXCLUDED.level,
                setting = EXCLUDED.setting, segments = EXCLUDED.segments, replanned_at = EXCLUDED.replanned_at,
                breach_reason = EXCLUDED.breach_reason, undelivered = EXCLUDED.undelivered
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
                .int4s(rows.map { Int32(clamping: $0.clock.undelivered) }),
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
            USING (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::text[]) AS metric,
                    unnest($4::int[]) AS instance, unnest($5::text[]) AS promise
            ) AS d
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
