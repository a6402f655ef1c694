import Contract
import Policy
import Postgres
import Redis

/// The change of the number of partitions, from where it was left.
struct Repartitioning {
    /// How far it is.
    struct Progress: Sendable, Equatable {
        var step: Int
        var steps: Int
        var name: String
        var rows: Int64
    }

    let session: PostgresSession
    let redis: RedisClient
    let keys: Keys

    /// Begins, or goes on with what was begun; each step is a transaction that says that it is done.
    ///
    /// `limit` is how many steps it takes before it leaves off, as if it had been killed.
    func run(
        to count: Int,
        limit: Int = .max,
        progress: (Progress) -> Void = { _ in }
    ) async throws -> RepartitionPlan {
        try await RepartitionObstacles(session: session).keepingOthersOut { obstacles in
            try Self.refuse(obstacles)
            return try await work(to: count, limit: limit, progress: progress)
        }
    }

    private func work(to count: Int, limit: Int, progress: (Progress) -> Void) async throws -> RepartitionPlan {
        try await askRedis()
        let plan = try await begun(count)
        let steps = try await RepartitionStep.all(plan, on: session)
        let done = Set(try await session.query(Statement("SELECT step FROM pipeline.repartitioned")).map { $0.text(0) })
        var taken = 0
        for (place, step) in steps.enumerated() where !done.contains(step.name) {
            guard taken < limit else { return plan }
            let note = Statement("INSERT INTO pipeline.repartitioned (step) VALUES ($1)", .text(step.name))
            let rows = try await session.inTransaction(step.statements + [note])
            taken += 1
            let moved = rows.dropLast().last?.first?.int(0) ?? 0
            progress(Progress(step: place + 1, steps: steps.count + 1, name: step.name, rows: moved))
        }
        guard taken < limit else { return plan }
        let streams = try await tidyRedis(plan)
        try await session.inTransaction(plan.end)
        progress(Progress(step: steps.count + 1, steps: steps.count + 1, name: "streams in Redis", rows: streams))
        return plan
    }

    private func begun(_ count: Int) async throws -> RepartitionPlan {
        if let plan = try await RepartitionPlan.underWay(on: session) {
            guard plan.to == count else {
                throw ToolFailure.failed(
                    "a change from \(plan.from) to \(plan.to) partitions has begun: end that first, with "
                        + "saypro repartition \(plan.to)"
                )
            }
            return plan
        }
        guard let plan = try await RepartitionPlan.make(to: count, on: session) else {
            throw ToolFailure.failed("the database has no number of partitions: run saypro migrate")
        }
        try Self.refuse(try await RepartitionObstacles(session: session).unfinished())
        try await session.inTransaction(plan.begin)
        return plan
    }

    static func refuse(_ obstacles: [String]) throws(ToolFailure) {
        guard !obstacles.isEmpty else { return }
        throw .failed("the number of partitions cannot be changed now: " + obstacles.joined(separator: "; "))
    }

    /// Finds out whether Redis will do at the end what is needed of it there; better to know before hours of moving.
    ///
    /// Keys of the partition after the last one that there can be are never there, so nothing is deleted.
    private func askRedis() async throws {
        let beyond = Partitioning.allowedCounts.upperBound
        let absent =
            Topic.allCases.map { keys.topic($0, beyond) } + [keys.inbox(beyond), keys.receipts(beyond)]
        for reply in try await redis.send(absent.map { ["DEL", $0] as Command }) {
            guard let failure = reply.failure else { continue }
            throw ToolFailure.failed(
                "Redis would not delete streams, which the end of the change needs (\(failure.message)): log in as "
                    + "saypro-operator, with the rules that saypro acl redis prints"
            )
        }
    }

    /// Takes out of Redis what follows from the database and is numbered otherwise now, and tells publishers the number.
    ///
    /// What stands in `inbound` streams stays; ingest reads those of former partitions too.
    private func tidyRedis(_ plan: RepartitionPlan) async throws -> Int64 {
        let policy = try await PolicyVersions(session: session).current()
        let sources = policy.flatMap { try? Document(yaml: $0.yaml, files: $0.files) }?.privateDoors ?? []
        var commands: [Command] = [["HSET", keys.config, "partitions", "\(plan.to)"]]
        for partition in 0..<max(plan.from, plan.to, plan.doors) {
            for topic in Topic.allCases { commands.append(["DEL", keys.topic(topic, partition)]) }
            commands.append(["DEL", keys.inbox(partition)])
            guard partition >= plan.to else { continue }
            for door in [nil] + sources.map(Optional.some) {
                commands.append(["DEL", keys.receipts(door: door, partition)])
            }
        }
        for reply in try await redis.send(commands) { if let failure = reply.failure { throw failure } }
        return Int64(commands.count - 1)
    }
}
