import Contract
import MetricsAggregator
import Postgres
import Redis

/// Compares what the database and Redis hold with what must hold.
struct Verifier {
    let session: PostgresSession
    let redis: RedisClient
    let keys: Keys
    /// Whether all work must be done.
    var isSettled = false
    /// How long what is just being written or handled may take to get to where it belongs.
    var patience = Duration.seconds(5)

    /// The result of each check; the database is looked at as it is at one moment.
    func results() async throws -> [VerifyResult] {
        // Before the moment that is looked at: what comes out of inbound after it would be missing there.
        let intake = isSettled ? [try await inbound()] : []
        if try await haveBegun() { try await waitForFolding() }
        var results: [VerifyResult] = []
        _ = try await session.query(Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        do {
            let atThisMoment = try await heads()
            let obstacle = try await obstacle()
            let checks = try await haveBegun() ? VerifyCheck.all : VerifyCheck.all.filter { !$0.isOfFigures }
            for check in checks where isSettled || !check.whenSettled {
                if check.whenFolded, let obstacle {
                    results.append(VerifyResult(name: check.name, sentence: check.sentence, notCompared: obstacle))
                } else {
                    results.append(try await run(check))
                }
            }
            _ = try await session.query(Statement("COMMIT"))
            results.insert(
                try await streams(expecting: atThisMoment),
                at: VerifyCheck.ofLog.count { isSettled || !$0.whenSettled }
            )
        } catch {
            _ = try? await session.query(Statement("ROLLBACK"))
            throw error
        }
        return intake + results
    }

    private func run(_ check: VerifyCheck) async throws -> VerifyResult {
        // Materialized, since a limit above it had the server choose plans that find a few rows soonest, which took the
        // square of the time to find that there is none.
        let query = """
            WITH found (difference) AS MATERIALIZED (\(check.query))
            SELECT difference, count(*) OVER () FROM found LIMIT \(VerifyResult.mostShown)
            """
        let statements = (check.isOfFigures ? Recount.settings : []) + [Statement(query)]
        let rows = try await session.run(statements)[statements.count - 1]
        return VerifyResult(
            name: check.name,
            sentence: check.sentence,
            differences: rows.map { $0.text(0) },
            count: rows.first.map { Int($0.int(1)) } ?? 0
        )
    }

    /// Ingest has handled what was published; what is just being handled has a few seconds.
    private func inbound() async throws -> VerifyResult {
        let clock = ContinuousClock()
        let end = clock.now + patience
        let doors = Doors(session: session, redis: redis, keys: keys)
        while true {
            let waiting = try await doors.read().filter(\.waits)
            if waiting.isEmpty || clock.now >= end {
                let differences = waiting.map { "\($0.name)/\($0.partition): \($0.length) entries wait" }
                return VerifyResult(
                    name: "inbound",
                    sentence: "ingest has handled all that was published",
                    differences: Array(differences.prefix(VerifyResult.mostShown)),
                    count: differences.count
                )
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private struct Place: Hashable {
        var topic: String
        var partition: Int
    }

    private func heads() async throws -> [Place: Int64] {
        let rows = try await session.query(Statement("SELECT topic, partition, seq FROM pipeline.heads"))
        return rows.reduce(into: [:]) { $0[Place(topic: $1.text(0), partition: Int($1.int(1)))] = $1.int(2) }
    }

    /// Each stream ends where its log ends; one that is just being written has a few seconds to get there.
    private func streams(expecting before: [Place: Int64]) async throws -> VerifyResult {
        let clock = ContinuousClock()
        let end = clock.now + patience
        while true {
            let differences = try await streamsBehind(before)
            if differences.isEmpty || clock.now >= end {
                return VerifyResult(
                    name: "streams",
                    sentence: "each topic's stream in Redis ends with the last event of the log",
                    differences: Array(differences.prefix(VerifyResult.mostShown)),
                    count: differences.count
                )
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private func streamsBehind(_ before: [Place: Int64]) async throws -> [String] {
        let places = before.filter { $0.value > 0 }.keys.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
        let replies = try await redis.send(
            places.map { ["XINFO", "STREAM", keys.stream($0.topic, $0.partition)] }
        )
        let after = try await heads()
        return zip(places, replies).compactMap { place, reply in
            let last = Self.lastID(reply)
            let range = before[place, default: 0]...max(after[place, default: 0], before[place, default: 0])
            guard !range.contains(last) else { return nil }
            return "\(place.topic)/\(place.partition): the stream ends with \(last), the log with \(range.upperBound)"
        }
    }

    /// The sequence number of the last entry that a stream has had; 0 when there is no stream.
    private static func lastID(_ reply: Reply) -> Int64 {
        guard let facts = reply.array, let place = facts.firstIndex(of: .text("last-generated-id")),
            place + 1 < facts.count, let id = facts[place + 1].string.flatMap(EntryID.init(_:))
        else { return 0 }
        return Int64(clamping: id.ms)
    }
}
