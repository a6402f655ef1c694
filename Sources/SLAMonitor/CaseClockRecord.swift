package import BusinessTime
package import Clocks
package import Contract
import Policy
package import Postgres

/// The clocks of a case worked out anew from its facts as of now, as an operator asks for them.
package struct CaseClockRecord: Sendable {
    /// The clocks, in the order in which they started.
    package let clocks: [Clock]
    /// What happened to the case, in order.
    package let facts: [Fact]
    /// The time of the database's clock when they were read.
    package let asOf: Instant
    private let terms: [Int64: Terms]

    /// The record of a case; nil for one of which the sla-monitor knows nothing yet.
    package static func read(
        _ id: CaseID,
        partition: Int,
        on session: PostgresSession
    ) async throws -> CaseClockRecord? {
        let shelf = PolicyShelf()
        let rows = try await session.run([
            shelf.newVersions,
            SelectFiles(keys: [CaseFile.Key(partition: partition, id: id)]).statement,
            Statement("SELECT clock_timestamp()"),
        ])
        shelf.note(rows[0])
        guard let row = rows[1].first, let now = rows[2].first else { return nil }
        let file = try CaseFile(row)
        let asOf = Instant(microseconds: now.timestamp(0))
        let revisions = file.facts.first.map { shelf.revisions(after: $0.time, until: asOf) } ?? []
        let versions = CaseClocks.versions(of: file.facts, revisions: revisions)
        let terms = try await shelf.terms(versions) { try await session.run($0) }
        let clocks = CaseClocks.clocks(of: file.facts, asOf: asOf, revisions: revisions) { terms[$0] }
        return CaseClockRecord(clocks: clocks, facts: file.facts, asOf: asOf, terms: terms)
    }

    /// The clock on the wall where a calendar of a version of the policy is; nil for all hours.
    package func wall(of calendar: String, policy: Int64) -> LocalClock? {
        guard let found = terms[policy]?.document.calendars[Name(calendar)] else { return nil }
        return LocalClock(zone: found.zone)
    }
}
