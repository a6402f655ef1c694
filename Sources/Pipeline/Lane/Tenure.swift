import Contract
import Logging
import Postgres

/// A lane's time with one session of PostgreSQL: what it owns, it owns through this session and no longer.
///
/// Whatever goes wrong ends the tenure; the next one begins with what the database says.
final class Tenure<S: Stage> {
    let lane: LaneContext<S>
    let session: PostgresSession
    let ownership: Ownership
    let partitioning: Partitioning
    /// How many `inbound` streams of a door there may be.
    let doorCount: Int
    let positions: Positions
    let timers: Timers
    let mail: Mail
    let parking: Parking
    let reader: StreamReader

    var holdings: [Int: Holding] = [:]
    var doors: [Door: DoorState] = [:]
    var doorConnection = 0
    /// How far the log has room for events of the stage's topic.
    var logReach: Int64 = -1
    /// When the earliest timer is due, on the database's clock.
    var nextTimer: Instant?
    var serverClock: ServerClock
    var mailMayWait = true
    /// Whether what was read last is not all that there was to read.
    var moreWaits = false
    /// The last entry by which another lane said that there is mail.
    var poke = EntryID.zero
    /// How many events the lane has not handled yet, as last counted.
    var lag: Int64 = 0
    /// When the oldest event or entry came that the lane has not handled, as last looked up.
    var oldestUnread: Instant?
    var nextAgeCheck = ContinuousClock.now
    var isPaused = false
    var haltedUntil: ContinuousClock.Instant?
    /// How many entries a stream to ask for; less while they are large.
    var readCount = 32
    var mirrored: [TopicKey: Int64] = [:]
    var nextTick = ContinuousClock.now
    var lastTick = ContinuousClock.now
    /// When partitions are to be shared again at the latest.
    var nextSharing = ContinuousClock.now
    /// The parts of the upkeep that are still to be done before the next round.
    var duties: [Duty] = []
    /// Whether a batch has come since the last part of the upkeep.
    var isBusy = false
    var lastBatch = ContinuousClock.now
    var nextDoorCheck = ContinuousClock.now

    private init(
        _ lane: LaneContext<S>,
        _ session: PostgresSession,
        lockClass: Int32,
        _ partitioning: Partitioning,
        doorCount: Int,
        _ serverClock: ServerClock
    ) {
        self.lane = lane
        self.serverClock = serverClock
        self.session = session
        let stage = lane.definition.name
        ownership = Ownership(lockClass: lockClass)
        self.partitioning = partitioning
        self.doorCount = doorCount
        positions = Positions(stage: stage)
        timers = Timers(stage: stage)
        mail = Mail(stage: stage)
        parking = Parking(stage: stage)
        reader = StreamReader(redis: lane.reader, keys: lane.settings.keys, stage: lane.definition)
    }

    /// Connects, and joins the lanes of the stage.
    static func begin(_ lane: LaneContext<S>) async throws -> Tenure {
        let stage = lane.definition.name
        let session = try await PostgresSession.connect(
            to: lane.settings.postgres,
            applicationName: "saypro/\(stage)/\(lane.settings.instance)/\(lane.number)",
            settings: PipelineSettings.sessionSettings,
            connectTimeout: PipelineSettings.connectTimeout,
            on: lane.thread
        )
        do {
            let rows = try await session.run([
                Ownership.find(stage), ServerClock.read,
            ])
            guard let lockClass = rows[0].first?.int(0), let clock = ServerClock(rows[1]) else {
                throw UnpreparedDatabase(stage: stage)
            }
            // Read once the lane is a member: from then on the number of partitions is not changed.
            let settings = try await session.run([
                Ownership(lockClass: Int32(lockClass)).join(),
                Statement("SELECT partitions, greatest(doors, partitions) FROM pipeline.settings"),
            ])
            guard let row = settings[1].first else { throw UnpreparedDatabase(stage: stage) }
            let tenure = Tenure(
                lane,
                session,
                lockClass: Int32(lockClass),
                Partitioning(count: Int(row.int(0))),
                doorCount: Int(row.int(1)),
                clock
            )
            try await lane.stage.refresh(on: session)
            return tenure
        } catch {
            await session.close()
            throw error
        }
    }

    /// Works until the lane is asked to stop or something goes wrong; the session is closed in either case.
    func serve() async throws {
        let session = session
        async let _: Void = session.stayPresent()
        do {
            try await work()
        } catch {
            await leave()
            throw error
        }
        await leave()
    }

    private func work() async throws {
        let publisher = lane.publisher
        let reader = reader
        var committed = Publication()
        var ahead: StreamReader.Found?
        var notBefore = ContinuousClock.now
        while !lane.isStopping {
            lane.health.wentRound(lane.number)
            if ContinuousClock.now >= nextTick {
                await publisher.publish(committed)
                committed = Publication()
                try await tick()
            }
            guard mayWork else {
                await lane.rest(for: nextTick - .now)
                continue
            }
            // The batch before this one is published while this one is read and committed.
            let publication = committed
            committed = Publication()
            async let published = publisher.publish(publication)
            if ahead == nil { await lane.rest(until: notBefore) }
            let arrivals = try await gather(ahead)
            ahead = nil
            if !arrivals.isEmpty {
                isBusy = true
                lastBatch = .now
                if !moreWaits { notBefore = lastBatch + lane.definition.pace }
                lane.settings.faults.reach(.afterRead)
                // Under load the next batch is read while this one is in its transaction.
                let next = moreWaits || arrivals.count >= lane.batchLimit / 4 ? wanted(after: arrivals) : nil
                async let read = reader.readAhead(next)
                committed = try await commit(arrivals)
                // A halt has everything read again; what was read ahead lies behind a gap then.
                ahead = await read
                if haltedUntil != nil { ahead = nil }
            }
            // A stream that is missing is published again at once, but not in a loop while Redis cannot take it.
            if await !published { nextTick = min(nextTick, lastTick + .milliseconds(100)) }
        }
        await publisher.publish(committed)
    }

    private var mayWork: Bool {
        guard !holdings.isEmpty, !isPaused else { return false }
        guard let haltedUntil else { return true }
        return ContinuousClock.now >= haltedUntil
    }

    private func leave() async {
        await lane.publisher.forget(Array(holdings.keys))
        await session.close()
    }
}

extension PostgresSession {
    /// Keeps the session while the lane waits for Redis.
    ///
    /// Each wait is shorter than the server lets a session be idle, but when Redis hangs they follow each other. A process
    /// that hangs says nothing, and so loses its session as it should.
    fileprivate nonisolated func stayPresent() async {
        while (try? await Task.sleep(for: PipelineSettings.presence)) != nil {
            try? await speak(afterSilence: PipelineSettings.presence)
        }
    }
}

/// A topic's partition.
struct TopicKey: Hashable, Sendable {
    let topic: Topic
    let partition: Int
}

/// The database has no schema, or has none for this stage.
struct UnpreparedDatabase: Error, CustomStringConvertible {
    let stage: StageName

    var description: String {
        "the database is not prepared for \(stage): run `saypro migrate`, or end `saypro repartition`"
    }
}
