import Contract
import CoreMetrics
import Logging
import Pipeline
import Program
import ServiceLifecycle
import TestKit
import Testing
import Traces

/// What becomes of spans, whatever the collector does.
@Suite struct ExporterTests {
    private static let trace = TraceID(high: 0x0AF7_6519_16CD_43DD, low: 0x8448_EB21_1C80_319C)

    private func span(_ number: Int, parent: SpanID? = nil, case id: CaseID? = nil, fault: String? = nil) -> Span {
        Span(
            trace: Self.trace,
            id: SpanID(bits: UInt64(number)),
            parent: parent,
            stage: .router,
            subject: Span.Subject(
                event: EventID(high: 1, low: UInt64(number)),
                type: "message.post",
                source: .commands,
                partition: 3,
                seq: Int64(number),
                case: id
            ),
            batchSize: 7,
            fault: fault,
            start: Instant(microseconds: 1_700_000_000_000_001),
            end: Instant(microseconds: 1_700_000_000_002_500)
        )
    }

    /// Runs an exporter while `body` runs, and has it stop then; answers what the metrics say.
    private func withExporter(
        to endpoint: String,
        headers: [Collector.Header] = [],
        bufferLimit: Int = 100,
        _ body: (Tracer, PrometheusRegistry) async throws -> Void
    ) async throws -> (sent: Int, dropped: Int) {
        let registry = PrometheusRegistry()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let exporter = SpanExporter(
            to: Collector(
                endpoint: endpoint,
                headers: headers,
                service: "router",
                sampler: TraceSampler(.all, followsParent: true)
            ),
            version: "1",
            instance: "here:1",
            pace: .milliseconds(50),
            bufferLimit: bufferLimit,
            metrics: registry,
            logger: logger
        )
        let group = ServiceGroup(services: [exporter], logger: logger)
        // The exporter runs beside the body.
        let running = Task { try await group.run() }
        do {
            try await body(exporter.tracing, registry)
        } catch {
            running.cancel()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
        return (Self.counter("saypro_spans_sent_total", registry), Self.counter("saypro_spans_dropped_total", registry))
    }

    private static func counter(_ name: String, _ registry: PrometheusRegistry) -> Int {
        registry.exposition().split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            .flatMap { Int($0.dropFirst(name.count + 1)) } ?? -1
    }

    @Test func `spans arrive in the JSON of OTLP, with the headers that are set`() async throws {
        let collector = try await SpanCollector.start()
        let headers = [Collector.Header(name: "x-key", value: "a b")]
        let counted = try await withExporter(to: collector.endpoint, headers: headers) { tracing, _ in
            tracing.record([span(0xAB, parent: SpanID(bits: 0xCD), case: CaseID("c-1")), span(2, fault: "poison")])
            try await eventually("the request") { await !collector.requests.isEmpty }
            // What is left at the end is sent before the program stops.
            tracing.record([span(3)])
        }
        #expect(counted.sent == 3 && counted.dropped == 0)
        let request = try #require(await collector.requests.first)
        for part in [
            #""path": "/v1/traces""#, #""Content-Type": "application/json""#, #""x-key": "a b""#,
            #"{"key": "service.name", "value": {"stringValue": "router"}}"#,
            #"{"key": "service.version", "value": {"stringValue": "1"}}"#,
            #"{"key": "service.instance.id", "value": {"stringValue": "here:1"}}"#,
        ] {
            #expect(request.contains(part), "\(part) is not in \(request)")
        }
        let spans = await collector.spans
        #expect(spans.map(\.id) == ["00000000000000ab", "0000000000000002", "0000000000000003"])
        #expect(spans.map(\.parent) == ["00000000000000cd", nil, nil])
        #expect(spans.map(\.isFailure) == [false, true, false])
        #expect(spans[1].attributes["error.type"] == "poison" && spans[2].attributes["saypro.case"] == nil)
        let first = try #require(spans.first)
        #expect(first.trace == "0af7651916cd43dd8448eb211c80319c")
        #expect(first.name == "process message.post" && first.kind == 5)
        #expect(first.start == 1_700_000_000_000_001_000 && first.end == 1_700_000_000_002_500_000)
        #expect(
            first.attributes == [
                "messaging.system": "redis", "messaging.operation.type": "process",
                "messaging.operation.name": "process", "messaging.destination.name": "commands",
                "messaging.destination.partition.id": "3", "messaging.consumer.group.name": "router",
                "messaging.message.id": EventID(high: 1, low: 0xAB).description,
                "messaging.batch.message_count": "7", "saypro.event.type": "message.post",
                "saypro.event.seq": "171", "saypro.case": "c-1",
            ]
        )
    }

    /// What a collector does that is of no use.
    enum Failing: CaseIterable {
        case dead, silent, refusing
    }

    @Test(arguments: Failing.allCases)
    func `whoever records spans is not held up by a collector, and all that is dropped is counted`(
        failing: Failing
    ) async throws {
        let collector = try await SpanCollector.start(
            answering: [failing == .refusing ? 400 : 200],
            after: failing == .silent ? 60 : 0
        )
        if failing == .dead { try await collector.kill() }
        var longest = Duration.zero
        var recorded = 0
        var asked = ContinuousClock.now
        let counted = try await withExporter(to: collector.endpoint) { tracing, registry in
            if failing == .silent {
                tracing.record([span(501)])
                recorded += 1
                try await eventually("a request that hangs") { await !collector.requests.isEmpty }
            }
            for batch in 0..<50 {
                let spans = (1...10).map { span(batch * 10 + $0) }
                let began = ContinuousClock.now
                tracing.record(spans)
                longest = max(longest, .now - began)
                recorded += spans.count
            }
            try await eventually("spans to be dropped") {
                Self.counter("saypro_spans_dropped_total", registry) >= 300
            }
            asked = .now
        }
        #expect(counted.sent == 0 && counted.dropped == recorded)
        #expect(longest < .milliseconds(100))
        // It is asked to stop while a request hangs.
        #expect(ContinuousClock.now - asked < .seconds(4))
    }

    @Test func `what a busy collector did not take is sent again`() async throws {
        let collector = try await SpanCollector.start(answering: [503, 200])
        let counted = try await withExporter(to: collector.endpoint) { tracing, registry in
            tracing.record([span(1), span(2)])
            try await eventually("the spans to be taken") { Self.counter("saypro_spans_sent_total", registry) == 2 }
        }
        #expect(counted.sent == 2 && counted.dropped == 0)
        #expect(await collector.requests.count == 2)
    }

    @Test func `what waits goes out in requests that collectors take, without pauses, and to the end`() async throws {
        let collector = try await SpanCollector.start()
        let counted = try await withExporter(to: collector.endpoint, bufferLimit: 8_192) { tracing, _ in
            tracing.record((1...8_000).map { span($0) })
        }
        #expect(counted.sent == 8_000 && counted.dropped == 0)
        let requests = await collector.requests
        #expect(requests.count == 4)
        // Each line is the body with spaces in it, and headers.
        #expect(requests.allSatisfy { $0.utf8.count < 3_000_000 })
        #expect(await collector.spans.map(\.attributes).compactMap { $0["saypro.event.seq"] }.count == 8_000)
    }
}
