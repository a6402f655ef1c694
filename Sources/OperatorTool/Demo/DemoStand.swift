import Contract
import Demo
import Foundation
import Pipeline
import Postgres
import Redis

/// Brings the demonstration into the pipeline and watches it pass.
struct DemoStand {
    let quarters: [DemoQuarter]
    let redis: RedisClient
    let session: PostgresSession
    let connections: Connections
    let partitioning: Partitioning
    /// Without any progress for this long, it gives up; it can be taken up again.
    let timeout: Duration

    /// What came of it.
    struct Outcome {
        var counts = ImportCounts()
        var messages = 0
        var answers = 0
        var surveyRuns = false
        /// How long it took until the last entry was accepted, and until every program had done its part.
        var published = Duration.zero
        var settled = Duration.zero
    }

    private static let clock = ContinuousClock()

    /// Publishes all entries and waits until every running stage has read them.
    func publish(console: Console) async throws -> Outcome {
        let entries = quarters.flatMap(\.entries)
        var outcome = Outcome()
        outcome.messages = entries.count { $0.type == .messagePost }
        outcome.answers = entries.count { $0.type == .surveyAnswer }
        let running = try await runningStages()
        outcome.surveyRuns = running.contains(StageName.survey.rawValue)
        let start = Self.clock.now
        outcome.counts = try await importing(entries, console: console)
        outcome.published = Self.clock.now - start
        try await waitForStages(running, console: console)
        outcome.settled = Self.clock.now - start
        return outcome
    }

    /// Publishes entries as an import of rows; one that was interrupted goes on.
    private func importing(_ entries: [DemoEntry], console: Console) async throws -> ImportCounts {
        let identity = quarters.map(\.prefix) + ["\(entries.count)"]
        let digest = SHA256Text.of(Array(identity.joined(separator: " ").utf8))
        let name = FileManager.default.temporaryDirectory.appendingPathComponent(
            "saypro-demo-\(digest.prefix(12)).jsonl"
        )
        let stateFile = ImportStateFile(
            input: name.path,
            digest: digest,
            target: "\(connections.redis) \(connections.keys.prefix)",
            environment: Surroundings.current.environment
        )
        let state = stateFile.load() ?? ImportState()
        var files = Importer.Files(
            size: UInt64(entries.count),
            reader: DemoReader(entries, from: state.position),
            rejected: try RejectedRowsFile(input: name.path, columns: nil, length: state.rejectedLength),
            stateFile: stateFile,
            state: state
        )
        var progress = ProgressReport(console: console)
        defer { progress.finish() }
        let importer = Importer(
            redis: redis,
            keys: connections.keys,
            partitioning: partitioning,
            plan: ImportPlan(digest: digest),
            timeout: timeout
        )
        let counts = try await importer.run(&files, progress: &progress)
        guard counts.rejected == 0 else {
            throw ToolFailure.failed(
                "\(counts.rejected) of \(counts.total) entries were rejected, see \(name.path).rejected: the policy must let "
                    + "the source 'import' publish everything with backfill"
            )
        }
        return counts
    }

    /// Waits until none of these stages has anything left to read; one that loses its lanes meanwhile is waited for.
    private func waitForStages(_ stages: [String], console: Console) async throws {
        var progress = ProgressReport(console: console)
        defer { progress.finish() }
        var most: Int64 = 1
        var least = Int64.max
        var moved = Self.clock.now
        while true {
            let lag = try await lag(of: stages)
            guard lag > 0 else { return }
            most = max(most, lag)
            if lag < least { (least, moved) = (lag, Self.clock.now) }
            guard Self.clock.now - moved < timeout else {
                throw ToolFailure.unavailable(
                    "the programs have stopped reading: see saypro status, then run this again"
                )
            }
            progress.show(share: 1 - Double(lag) / Double(most), rows: Int(lag), remark: "events left for the programs")
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    /// The stages of which some process owns a partition.
    private func runningStages() async throws -> [String] {
        let owned = "SELECT DISTINCT stage FROM api.lag WHERE owner IS NOT NULL"
        return try await session.query(Statement(owned)).map { $0.text(0) }
    }

    /// How many events those stages have still to read.
    private func lag(of stages: [String]) async throws -> Int64 {
        let lag = "SELECT coalesce(sum(lag), 0)::bigint FROM api.lag WHERE stage = ANY($1::text[])"
        return try await session.query(Statement(lag, .texts(stages))).first?.int(0) ?? 0
    }
}
