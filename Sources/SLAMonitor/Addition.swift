import Clocks
import Contract
import Postgres

/// Messages that change nothing of their case but its facts: the user waits for a response already, and asks again.
///
/// Most messages are such, and none of a case's clocks has to be read for them. They are kept as facts all the same: one
/// that comes late may yet put a reply between them.
struct Addition {
    let key: CaseFile.Key
    /// Later than all facts of the case; none where no clock depends on what happened.
    let facts: [Fact]

    /// What a visit adds, or nil where the case has to be read and its clocks worked out.
    ///
    /// A message is no news exactly where a response has been awaited since before it, no clock waits for the user's word,
    /// and nothing that is known happened at its time or later. Its version of the policy is one that can be read, as that of every fact.
    init?(_ visit: Visit, _ brief: CaseBrief?, _ policies: PolicyShelf) {
        guard visit.timer == nil, visit.revision == nil, !visit.isOfPast else { return nil }
        let facts = visit.events.compactMap { Fact($0, policy: policies.version(at: $0.time)) }
        if !facts.isEmpty {
            guard let askedAt = brief?.askedAt, var last = brief?.lastAt else { return nil }
            for fact in facts {
                guard fact.kind == .posted, fact.time > last, fact.time >= askedAt, policies.hasRead(fact.policy) else {
                    return nil
                }
                last = fact.time
            }
        }
        key = visit.key
        self.facts = facts
    }
}

/// As much of a case as tells whether a message changes anything about its clocks.
struct CaseBrief {
    let key: CaseFile.Key
    /// The time of its last fact; nil where a program that did not keep it wrote last.
    let lastAt: Instant?
    /// Since when a response has been awaited; nil too while the case waits.
    let askedAt: Instant?
    /// Whether it has so many facts that reading all of its clocks costs more than finding the few that can change.
    let isLong: Bool

    private static let longSize: Int64 = 16_384

    init(_ row: Row) {
        key = CaseFile.Key(partition: Int(row.int(0)), id: CaseID(row.text(1)))
        lastAt = row.timestampOrNull(2).map { Instant(microseconds: $0) }
        askedAt = row.timestampOrNull(3).map { Instant(microseconds: $0) }
        isLong = row.int(4) > Self.longSize
    }
}

/// Reads the briefs of cases; those that are not known give no row.
struct SelectBriefs {
    let keys: [CaseFile.Key]

    var statement: Statement {
        Statement(
            """
            SELECT c.partition, c."case", CASE c.facts_size WHEN octet_length(c.facts) THEN c.last_at END, c.asked_at,
                   octet_length(c.facts)
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN sla.cases AS c ON c.partition = k.partition AND c."case" = k."case"
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.id.rawValue))
        )
    }
}

/// Adds facts behind those of their cases.
struct AppendFacts {
    let additions: [Addition]

    var statement: Statement {
        Statement(
            """
            UPDATE sla.cases AS c
            SET facts = c.facts || n.facts, last_at = n.last_at, facts_size = c.facts_size + octet_length(n.facts)
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::text[]) AS facts,
                    unnest($4::timestamptz[]) AS last_at
            ) AS n
            WHERE c.partition = n.partition AND c."case" = n."case"
            """,
            .int4s(additions.map { Int32($0.key.partition) }),
            .texts(additions.map(\.key.id.rawValue)),
            .texts(additions.map { $0.facts.text }),
            .timestamps(additions.map { $0.facts.last?.time.microseconds })
        )
    }
}
