import Clocks
import Contract
package import Policy
import PolicyStore
package import Postgres

/// What a policy would do to the clocks that are open, worked out without changing anything.
package struct ReplanPreview: Sendable, Hashable {
    /// What becomes of the open clocks of one promise.
    package struct Effect: Sendable, Hashable {
        /// Those that would have another time, those that break included.
        package var moved = 0
        /// Those that would be breached at once.
        package var breached = 0
        /// Those whose promise would hold no longer.
        package var withdrawn = 0
        /// Those that the promise would begin to hold for.
        package var added = 0

        /// Whether nothing would change.
        package var isNone: Bool { self == Effect() }
    }

    /// How many clocks with a promise are open.
    package private(set) var open = 0
    /// The promises that change something, by their names.
    package private(set) var promises: [String: Effect] = [:]

    private static let chunk = 500

    /// All promises together.
    package var total: Effect {
        promises.values.reduce(into: Effect()) { sum, effect in
            sum.moved += effect.moved
            sum.breached += effect.breached
            sum.withdrawn += effect.withdrawn
            sum.added += effect.added
        }
    }

    /// Works out what the policy would do if it were applied now, a chunk of cases at a time; tells how many cases were
    /// looked at.
    package static func of(
        _ proposed: Policy.Document,
        on session: PostgresSession,
        progress: (Int) -> Void
    ) async throws -> ReplanPreview {
        var preview = ReplanPreview()
        let shelf = PolicyShelf()
        let found = try await session.run([shelf.newVersions, Statement("SELECT clock_timestamp()")])
        shelf.note(found[0])
        guard let now = found[1].first.map({ Instant(microseconds: $0.timestamp(0)) }) else { return preview }
        let calendars = OfficeCalendars(proposed)
        let next = Terms(version: .max, document: proposed) { calendars[$0] }
        var last: (partition: Int64, id: String) = (-1, "")
        var count = 0
        while true {
            let rows = try await session.query(SelectOpenFiles(after: last, limit: chunk).statement)
            let files = try rows.map { try CaseFile($0) }
            let histories = files.map { file in
                file.facts.first.map { shelf.revisions(after: $0.time, until: now) } ?? []
            }
            let versions = zip(files, histories).reduce(into: Set<Int64>()) { all, item in
                all.formUnion(CaseClocks.versions(of: item.0.facts, revisions: item.1))
            }
            let terms = try await shelf.terms(versions) { try await session.run($0) }
            for (file, history) in zip(files, histories) {
                preview.compare(file, history, Revision(version: next.version, at: now)) {
                    $0 == next.version ? next : terms[$0]
                }
            }
            count += files.count
            progress(count)
            guard let row = rows.last, rows.count == chunk else { return preview }
            last = (row.int(0), row.text(1))
        }
    }

    private mutating func compare(
        _ file: CaseFile,
        _ history: [Revision],
        _ revision: Revision,
        _ terms: (Int64) -> Terms?
    ) {
        let before = CaseClocks.clocks(of: file.facts, asOf: file.knownUntil, revisions: history, terms: terms)
        let after = CaseClocks.clocks(
            of: file.facts,
            asOf: file.knownUntil,
            revisions: history + [revision],
            terms: terms
        )
        let known = Dictionary(before.map { ($0.key, $0) }) { $1 }
        for clock in before where clock.state.isOpen && clock.key.promise != nil { open += 1 }
        for clock in after {
            guard let promise = clock.key.promise else { continue }
            var effect = promises[promise] ?? Effect()
            if let former = known[clock.key] {
                guard former.state.isOpen else { continue }
                if clock.ending != nil, former.ending == nil {
                    effect.withdrawn += 1
                } else if clock.policy != former.policy {
                    effect.moved += 1
                    if clock.isBrokenByPolicy { effect.breached += 1 }
                }
            } else {
                effect.added += 1
            }
            if !effect.isNone { promises[promise] = effect }
        }
    }
}

/// Reads the files of cases with an open clock, behind one of them.
struct SelectOpenFiles {
    let after: (partition: Int64, id: String)
    let limit: Int

    var statement: Statement {
        Statement(
            """
            SELECT \(CaseFile.columns)
            FROM sla.cases AS c
            WHERE (c.partition, c."case") > ($1::int, $2) AND EXISTS (
                SELECT FROM sla.clocks AS k
                WHERE k.partition = c.partition AND k."case" = c."case" AND k.state IN ('running', 'paused')
            )
            ORDER BY c.partition, c."case"
            LIMIT $3
            """,
            .int8(after.partition),
            .text(after.id),
            .int8(Int64(limit))
        )
    }
}
