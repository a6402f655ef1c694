import Blocking
package import Logging
import Postgres
import Redis
import ServiceLifecycle

/// One lane of a stage as a service: it goes on through every failure of its servers, and drains when asked to stop.
package struct LaneService<S: Stage>: Service, CustomStringConvertible {
    private let stage: S
    private let lane: Int
    private let settings: PipelineSettings
    private let health: PipelineHealth
    private let logger: Logger

    package init(stage: S, lane: Int, settings: PipelineSettings, health: PipelineHealth, logger: Logger) {
        self.stage = stage
        self.lane = lane
        self.settings = settings
        self.health = health
        var logger = logger
        logger[metadataKey: "lane"] = "\(lane)"
        self.logger = logger
    }

    package var description: String { "lane-\(lane)" }

    /// Works until a graceful shutdown or cancellation; errors of the servers are retried, never thrown.
    package func run() async throws {
        let stop = StopSignal()
        let context = LaneContext(
            stage: stage,
            number: lane,
            settings: settings,
            health: health,
            stop: stop,
            logger: logger
        )
        await withGracefulShutdownHandler {
            // The lane decides on the thread of its session, so that a batch passes between two threads only twice.
            await withTaskExecutorPreference(context.thread) { await work(in: context) }
        } onGracefulShutdown: {
            stop.request()
            // A lane that waits for entries need not wait any longer.
            context.reader.interrupt()
        }
    }

    private func work(in context: LaneContext<S>) async {
        var backoff = Backoff()
        while !context.isStopping {
            let start = ContinuousClock.now
            health.wentRound(lane)
            do {
                context.turn(into: .starting)
                let tenure = try await Tenure.begin(context)
                try await tenure.serve()
            } catch is CancellationError {
                break
            } catch {
                // A tenure that ends as soon as it has begun must not begin again without a pause.
                if ContinuousClock.now - start > .seconds(5) { backoff.reset() }
                context.metrics.lostTenure()
                context.turn(into: .waiting("\(error)"))
                logger.warning("The lane lost its session and begins again", metadata: ["error": "\(error)"])
                await context.rest(for: backoff.next())
            }
        }
        await context.reader.close()
        await context.writer.close()
        logger.info("The lane drained and stopped")
    }
}
