import Contract
import Pipeline
import Postgres
import Synchronization

/// How the open clocks come to a new version of the policy: a letter to each partition, which is passed on, a chunk of
/// cases at a time, until all were looked at.
///
/// What a chunk changes and the letter about the next one are in one transaction, so a kill redoes or loses nothing; events
/// and timers are handled between the chunks.
final class Replanning: Sendable {
    /// What the letters are called.
    static let letter = "replan"
    /// How many cases one batch looks at, at most, open or not.
    private static let chunk = 256

    private let announced = Mutex<Int64>(-1)

    /// Writes the first letters about versions that nobody has written of; a lane does so within a second of a version.
    ///
    /// - Returns: The newest version, when it is news to this program.
    func announce(on session: PostgresSession) async throws -> Int64? {
        let known = announced.withLock { $0 }
        let newest = try await session.query(
            Statement("SELECT max(version) FROM policy.versions WHERE version > $1", .int8(known))
        )
        guard let row = newest.first, !row.isNull(0) else { return nil }
        _ = try await session.query(
            Statement(
                """
                WITH fresh AS (
                    INSERT INTO sla.replans (version)
                    SELECT version FROM policy.versions WHERE version > $1
                    ORDER BY version
                    ON CONFLICT DO NOTHING
                    RETURNING version
                )
                INSERT INTO pipeline.mail_sla_monitor (partition, stage, sender, kind, conversation, fields)
                SELECT p, 'sla-monitor', p, $2, '', json_build_object('version', version::text)::text
                FROM fresh
                CROSS JOIN pipeline.settings AS s
                CROSS JOIN LATERAL generate_series(0, s.partitions - 1) AS p
                ORDER BY version
                """,
                .int8(known),
                .text(Self.letter)
            )
        )
        return row.int(0)
    }

    /// Notes that all that a version asks for has been done; until then it is news again.
    func note(_ version: Int64) {
        announced.withLock { $0 = max($0, version) }
    }

    /// Reads which cases the letters are about, and writes the letters about those behind them.
    func sweeps(_ letters: [(partition: Int, letter: Letter)], in transaction: Transaction) async throws -> Sweeps {
        var sweeps = Sweeps()
        guard !letters.isEmpty else { return sweeps }
        let limit = max(16, Self.chunk / letters.count)
        let statements = try letters.map { (partition, letter) throws(StageFault) -> Statement in
            guard letter.kind == Self.letter, letter.fields["version"].flatMap({ Int64($0) }) != nil else {
                throw StageFault(code: "unknown_letter", detail: "no letter is called \(letter.kind)")
            }
            return SelectChunk(partition: partition, after: letter.fields["after"] ?? "", limit: limit).statement
        }
        for ((partition, letter), rows) in zip(letters, try await transaction.query(statements)) {
            let version = letter.fields["version"] ?? ""
            for row in rows where row.bool(2) {
                sweeps.cases.append(
                    Sweeps.Found(
                        key: CaseFile.Key(partition: partition, id: CaseID(row.text(0))),
                        conversation: row.text(1),
                        version: Int64(version) ?? 0
                    )
                )
            }
            guard rows.count == limit, let last = rows.last?.text(0) else { continue }
            sweeps.letters.append(
                OutgoingLetter(
                    from: partition,
                    to: partition,
                    kind: Self.letter,
                    conversation: "",
                    fields: ["version": version, "after": last]
                )
            )
        }
        return sweeps
    }
}

/// What a batch looks at because of a new version of the policy.
struct Sweeps {
    struct Found {
        let key: CaseFile.Key
        let conversation: String
        let version: Int64
    }

    var cases: [Found] = []
    var letters: [OutgoingLetter] = []
}

/// Reads the next cases of a partition behind one, and whether each has an open clock.
struct SelectChunk {
    let partition: Int
    let after: String
    let limit: Int

    var statement: Statement {
        Statement(
            """
            SELECT c."case", c.conversation, EXISTS (
                SELECT FROM sla.clocks AS k
                WHERE k.partition = c.partition AND k."case" = c."case" AND k.state IN ('running', 'paused')
            )
            FROM (
                SELECT partition, "case", conversation FROM sla.cases
                WHERE partition = $1 AND "case" > $2
                ORDER BY "case"
                LIMIT $3
            ) AS c
            ORDER BY c."case"
            """,
            .int8(Int64(partition)),
            .text(after),
            .int8(Int64(limit))
        )
    }
}
