import Clocks
import Contract
import Logging
import Pipeline
import Policy
import PolicyStore
import Postgres
import Synchronization

/// The versions of the policy, with those that clocks keep to read once and kept for a while.
final class PolicyShelf: Sendable {
    /// Versions that say the same about clocks share what they hold.
    private static let capacity = 64

    private struct State {
        /// All versions in their order, with when they were applied.
        var versions: [(number: Int64, appliedAt: Instant)] = []
        var unreadable: Set<Int64> = []
        /// The versions that were read, the last used last.
        var read: [Terms] = []
    }

    private let state = Mutex(State())
    private let logger = Logger(label: StageName.slaMonitor.rawValue)

    /// Reads which versions there are beyond those that are known.
    var newVersions: Statement {
        let known = state.withLock { $0.versions.last?.number ?? -1 }
        return Statement(
            "SELECT version, applied_at FROM policy.versions WHERE version > $1 ORDER BY version",
            .int8(known)
        )
    }

    /// Notes the versions that ``newVersions`` gave.
    func note(_ rows: Rows) {
        state.withLock { state in
            for row in rows where row.int(0) > state.versions.last?.number ?? -1 {
                state.versions.append((row.int(0), Instant(microseconds: row.timestamp(1))))
            }
        }
    }

    /// The version in force at an instant: the last that was applied by then, or the first there is; 0 is the default.
    func version(at instant: Instant) -> Int64 {
        state.withLock { state in
            let readable = state.versions.filter { !state.unreadable.contains($0.number) }
            return (readable.last { $0.appliedAt <= instant } ?? readable.first)?.number ?? 0
        }
    }

    /// The versions that were applied after an instant, up to another one.
    func revisions(after start: Instant, until end: Instant) -> [Revision] {
        state.withLock { state in
            state.versions.compactMap { version in
                guard start < version.appliedAt, version.appliedAt <= end, !state.unreadable.contains(version.number)
                else { return nil }
                return Revision(version: version.number, at: version.appliedAt)
            }
        }
    }

    /// When that version was applied; nil for one that is not known.
    func appliedAt(_ version: Int64) -> Instant? {
        state.withLock { state in state.versions.last { $0.number == version }?.appliedAt }
    }

    /// Whether the version has been read and is at hand.
    func hasRead(_ version: Int64) -> Bool {
        state.withLock { state in state.read.contains { $0.version == version } }
    }

    /// The terms of those versions, reading in one trip what is not kept; one that cannot be read is left out.
    func terms(
        _ wanted: Set<Int64>,
        read: ([Statement]) async throws -> [Rows]
    ) async throws -> [Int64: Terms] {
        var found = state.withLock { state in
            let found = state.read.filter { wanted.contains($0.version) }
            state.read.removeAll { wanted.contains($0.version) }
            state.read += found
            return Dictionary(uniqueKeysWithValues: found.map { ($0.version, $0) })
        }
        let missing = wanted.filter { found[$0] == nil }
        if missing.isEmpty { return found }
        if missing.contains(0) { found[0] = take(0, DefaultPolicy.yaml, DefaultPolicy.files) }
        let stored = missing.subtracting([0])
        if !stored.isEmpty {
            let rows = try await read([
                Statement(
                    "SELECT version, yaml FROM policy.versions WHERE version = ANY ($1::int[])",
                    .int4s(stored.map { Int32(clamping: $0) })
                ),
                Statement(
                    "SELECT version, path, text FROM policy.files WHERE version = ANY ($1::int[])",
                    .int4s(stored.map { Int32(clamping: $0) })
                ),
            ])
            for row in rows[0] {
                let own = rows[1].filter { $0.int(0) == row.int(0) }.map { ($0.text(1), $0.text(2)) }
                found[row.int(0)] = take(row.int(0), row.text(1), KeptFiles(Dictionary(own) { $1 }))
            }
        }
        return found
    }

    private func take(_ version: Int64, _ yaml: String, _ files: KeptFiles) -> Terms? {
        do {
            let document = try Policy.Document(yaml: yaml, files: files)
            let calendars = OfficeCalendars(document)
            return state.withLock { state in
                let twin = state.read.first { $0.says(thatOf: document) }
                let terms =
                    twin.map { Terms(version: version, like: $0) }
                    ?? Terms(version: version, document: document) { calendars[$0] }
                state.read.append(terms)
                if state.read.count > Self.capacity { state.read.removeFirst() }
                return terms
            }
        } catch {
            logger.error(
                "A version of the policy cannot be read by this program; upgrade it or apply another",
                metadata: ["version": "\(version)", "fault": "\(error)"]
            )
            _ = state.withLock { $0.unreadable.insert(version) }
            return nil
        }
    }
}
