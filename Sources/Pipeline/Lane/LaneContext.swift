import Blocking
import Contract
import Logging
import Redis
import ServiceLifecycle

/// What a lane keeps through all its tenures.
final class LaneContext<S: Stage>: Sendable {
    let stage: S
    let definition: StageDefinition
    let number: Int
    let settings: PipelineSettings
    let health: PipelineHealth
    let metrics: PipelineMetrics
    let logger: Logger
    let parkingBudget: ParkingBudget
    /// Where the lane decides and its session commits; it reads and publishes on the threads of those connections.
    let thread: BlockingExecutor
    /// The connection that waits for entries.
    let reader: RedisClient
    /// The connection that publishes, so that it never waits behind a read.
    let writer: RedisClient
    let publisher: Publisher
    private let stop: StopSignal

    init(
        stage: S,
        number: Int,
        settings: PipelineSettings,
        health: PipelineHealth,
        stop: StopSignal,
        logger: Logger
    ) {
        let definition = stage.definition
        let metrics = PipelineMetrics(stage: definition.name, lane: number)
        func client(_ purpose: String) -> RedisClient {
            RedisClient(
                url: settings.redis,
                name: "saypro/\(definition.name)/\(settings.instance)/\(number)/\(purpose)",
                connectTimeout: PipelineSettings.connectTimeout,
                commandTimeout: PipelineSettings.redisTimeout,
                logger: logger
            )
        }
        self.stage = stage
        self.definition = definition
        self.number = number
        self.settings = settings
        self.health = health
        self.metrics = metrics
        self.stop = stop
        self.logger = logger
        parkingBudget = ParkingBudget(window: settings.parkingWindow)
        thread = BlockingExecutor(name: "lane:\(number)")
        reader = client("read")
        writer = client("write")
        publisher = Publisher(
            redis: writer,
            keys: settings.keys,
            stage: definition,
            faults: settings.faults,
            metrics: metrics,
            logger: logger
        )
    }

    /// How many inputs a batch has, at most.
    var batchLimit: Int { min(settings.batchLimit, definition.batchLimit) }

    var isStopping: Bool { stop.isRequested || Task.isCancelled }

    /// Says what the lane does now, for `/readyz` and the metrics.
    func turn(into state: PipelineHealth.LaneState) {
        metrics.turned(into: state)
        health.set(state, of: number)
    }

    /// Waits, but no longer than until the lane is asked to stop.
    func rest(for duration: Duration) async {
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: duration)
        }
    }

    /// Waits until then, or until the lane is asked to stop.
    func rest(until instant: ContinuousClock.Instant) async {
        let left = instant - .now
        if left > .zero { await rest(for: left) }
    }
}
