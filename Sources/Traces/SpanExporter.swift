import Blocking
package import CoreMetrics
package import Logging
package import Pipeline
import ServiceLifecycle

/// Sends spans to a collector, beside the lanes and never in their way: what does not get through is dropped and counted.
///
/// There is one request a second, or more while much waits. While the collector does not answer, requests become rarer,
/// and the buffer keeps the oldest spans.
package struct SpanExporter: Service, CustomStringConvertible {
    package let description = "traces"
    private let collector: Collector
    private let origin: SpanOrigin
    private let pace: Duration
    private let buffer: SpanBuffer
    private let sent: Counter
    private let logger: Logger

    /// How many spans wait at most: about a second of a busy program with every message traced.
    package static let bufferLimit = 8_192
    /// How many spans go into a request at most: some two megabytes, of the twenty that a collector takes.
    static let requestLimit = 2_048
    /// How long a request may take in all, and then the requests of the end together.
    static let patience: Duration = .seconds(2)

    /// An exporter that has nothing to send yet; `instance` tells this process from its like.
    package init(
        to collector: Collector,
        version: String,
        instance: String,
        pace: Duration = .seconds(1),
        bufferLimit: Int = SpanExporter.bufferLimit,
        metrics: any MetricsFactory = MetricsSystem.factory,
        logger: Logger
    ) {
        self.collector = collector
        origin = SpanOrigin(service: collector.service, version: version, instance: instance)
        self.pace = pace
        buffer = SpanBuffer(limit: bufferLimit, metrics: metrics)
        sent = Counter(label: "saypro_spans_sent_total", factory: metrics)
        self.logger = logger
    }

    /// What the pipeline is given.
    package var tracing: Tracer {
        Tracer(sampler: collector.sampler) { [buffer] in buffer.add($0) }
    }

    /// Sends until the program stops, and then what is left, if the collector has answered last.
    package func run() async throws {
        let connection = CollectorConnection(collector)
        var backoff = Backoff(initial: pace, maximum: pace * 30)
        var isWell = true
        do {
            while !Task.isShuttingDownGracefully {
                if !isWell || buffer.count < Self.requestLimit {
                    let pause = isWell ? pace : pace + backoff.next()
                    try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
                }
                isWell = await send(over: connection, within: Self.patience, wasWell: isWell)
                if isWell { backoff.reset() }
            }
        } catch is CancellationError {
            // Asked to stop.
        }
        await sendRest(over: connection, isWell)
    }

    private func sendRest(over connection: CollectorConnection, _ wasWell: Bool) async {
        let deadline = ContinuousClock.now + Self.patience
        var isWell = wasWell
        while isWell, buffer.count > 0, .now < deadline {
            isWell = await send(over: connection, within: deadline - .now, wasWell: true)
        }
        let left = buffer.take(atMost: .max).count
        guard left > 0 else { return }
        buffer.drop(left)
        logger.warning("Spans of traces were dropped at the end", metadata: ["spans": "\(left)"])
    }

    /// Sends what has waited longest; answers whether the collector can be sent more.
    private func send(over connection: CollectorConnection, within limit: Duration, wasWell: Bool) async -> Bool {
        let spans = buffer.take(atMost: Self.requestLimit)
        guard !spans.isEmpty else { return wasWell }
        switch await connection.post(spans, from: origin, within: limit) {
        case .taken:
            sent.increment(by: spans.count)
            if !wasWell { logger.info("The collector took spans of traces again") }
            return true
        case .refused(let reason):
            buffer.drop(spans.count)
            complain("The collector refused spans of traces, which were dropped", reason, wasWell)
            return false
        case .unavailable(let reason):
            buffer.putBack(spans)
            complain("The collector did not take spans of traces, which wait and may be dropped", reason, wasWell)
            return false
        }
    }

    private func complain(_ sentence: Logger.Message, _ reason: String, _ wasWell: Bool) {
        // Once, and not again until it has been well.
        logger.log(level: wasWell ? .warning : .debug, sentence, metadata: ["error": "\(reason)"])
    }
}
