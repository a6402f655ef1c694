import Contract
import FoundationEssentials
import Glibc
import Logging
import Pipeline
import ServiceLifecycle
import Traces
import UnixSignals

/// A stage with its lanes and its HTTP endpoints, as one group of services.
struct Worker<S: Stage>: Sendable {
    let stage: S
    let schema: [Migration]
    let settings: WorkerSettings
    let faults: FaultPoints
    let site: Site?

    /// Which process this is.
    private static var instance: String { "\(ProcessInfo.processInfo.hostName):\(getpid())" }

    /// How long a drain may take before it is cut off.
    static var drainLimit: Duration { .seconds(20) }

    /// Runs until a signal asks to stop and everything is drained.
    ///
    /// - Throws: a ``StartFault`` when a server cannot be reached in time or the HTTP address cannot be bound.
    func run(exposing registry: PrometheusRegistry) async throws {
        let logger = Logger(label: "saypro.\(settings.program)")
        let health = PipelineHealth()
        logger.info(
            "The program started",
            metadata: [
                "version": "\(ProgramVersion.text)", "pid": "\(getpid())", "lanes": "\(settings.lanes)",
                "redis": "\(settings.redis)", "database": "\(settings.database)", "prefix": "\(settings.keys.prefix)",
            ]
        )
        let exporter = settings.collector.map {
            SpanExporter(to: $0, version: ProgramVersion.text, instance: Self.instance, logger: logger)
        }
        // Nothing in it would name a trace where there are none.
        var openMetrics: (@Sendable () -> String)?
        if exporter != nil { openMetrics = { registry.page(.openMetrics) } }
        var services: [any Service] = []
        if let address = settings.http {
            services.append(
                StatusServer(
                    address: address,
                    tokens: AccessTokens(settings.tokens),
                    readiness: {
                        let obstacles = health.obstacles
                        return obstacles.isEmpty ? .ready : .notReady(obstacles.joined(separator: "; "))
                    },
                    metrics: { registry.page(.prometheus) },
                    openMetrics: openMetrics,
                    logger: logger,
                    site: site.map { ($0, SiteSupplies(settings, logger: logger)) }
                )
            )
        }
        // Before the work, so that it sends the last spans of a drain.
        if let exporter { services.append(exporter) }
        services.append(WorkService(worker: self, health: health, tracing: exporter?.tracing, logger: logger))
        // Behind the work, since what is last is asked to stop first: the supervisor hears of a drain as it begins.
        if let reports = SupervisorReports(ProcessInfo.processInfo.environment, health: health) {
            services.append(reports)
        }
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger.quiet
        )
        configuration.maximumGracefulShutdownDuration = Self.drainLimit
        try await ServiceGroup(configuration: configuration).run()
        logger.info("The program drained and stopped")
    }

    /// The lanes of the stage.
    fileprivate func lanes(_ health: PipelineHealth, _ tracing: Tracer?, _ logger: Logger) -> [any Service] {
        var pipeline = PipelineSettings(
            redis: settings.redis,
            postgres: settings.database,
            keys: settings.keys,
            instance: Self.instance
        )
        pipeline.faults = faults
        pipeline.tracing = tracing
        return (0..<settings.lanes).map { lane in
            LaneService(stage: stage, lane: lane, settings: pipeline, health: health, logger: logger)
        }
    }
}

/// Waits for the servers, then runs the lanes.
private struct WorkService<S: Stage>: Service, CustomStringConvertible {
    let description = "work"
    let worker: Worker<S>
    let health: PipelineHealth
    let tracing: Tracer?
    let logger: Logger

    func run() async throws {
        let stage = worker.stage.definition.name
        let check = ServerCheck(worker.settings, stage: stage, schema: worker.schema, health: health, logger: logger)
        do {
            try await cancelWhenGracefulShutdown { try await check.run() }
        } catch is CancellationError {
            // Asked to stop before there was anything to drain.
            return
        }
        // The lanes drain first: what they decide last is still for the others to do.
        let services = worker.stage.companions + worker.lanes(health, tracing, logger)
        try await ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: logger.quiet)).run()
    }
}

extension Logger {
    /// The same logger without the everyday records of a library.
    var quiet: Logger {
        var quiet = self
        quiet.logLevel = max(logLevel, .warning)
        return quiet
    }
}

extension PrometheusRegistry {
    /// All that the program tells of itself.
    fileprivate func page(_ format: ExpositionFormat) -> String {
        exposition(format) + (ProcessMetrics.read()?.exposition(format) ?? "") + format.end
    }
}
