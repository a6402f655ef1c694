import Contract
import CoreMetrics
import Foundation
import Pipeline
import Testing

@testable import Program

@Suite struct MetricsTests {
    @Test func `the exposition is written as Prometheus reads it`() {
        let registry = PrometheusRegistry([
            MetricDescription("saypro_inputs_total", help: "Inputs\nwith a \\ backslash"),
            MetricDescription("saypro_transaction_seconds", help: "Transaction time", buckets: [0.005, 0.5, 2]),
        ])
        let counter = Counter(label: "saypro_inputs_total", dimensions: [("stage", "ingest")], factory: registry)
        counter.increment(by: 41)
        counter.increment()
        Counter(label: "saypro_inputs_total", dimensions: [("stage", "a\"b\\c\nd"), ("le", "x")], factory: registry)
            .increment()
        Gauge(label: "saypro.lag-events", factory: registry).record(2.5)
        let timer = Timer(label: "saypro_transaction_seconds", dimensions: [("stage", "ingest")], factory: registry)
        timer.recordMilliseconds(5)
        timer.recordMilliseconds(250)
        timer.recordSeconds(3)
        #expect(
            registry.exposition() == #"""
                # HELP saypro_inputs_total Inputs\nwith a \\ backslash
                # TYPE saypro_inputs_total counter
                saypro_inputs_total{exported_le="x",stage="a\"b\\c\nd"} 1
                saypro_inputs_total{stage="ingest"} 42
                # HELP saypro_lag_events saypro_lag_events
                # TYPE saypro_lag_events gauge
                saypro_lag_events 2.5
                # HELP saypro_transaction_seconds Transaction time
                # TYPE saypro_transaction_seconds histogram
                saypro_transaction_seconds_bucket{stage="ingest",le="0.005"} 1
                saypro_transaction_seconds_bucket{stage="ingest",le="0.5"} 2
                saypro_transaction_seconds_bucket{stage="ingest",le="2"} 2
                saypro_transaction_seconds_bucket{stage="ingest",le="+Inf"} 3
                saypro_transaction_seconds_sum{stage="ingest"} 3.255
                saypro_transaction_seconds_count{stage="ingest"} 3
                # HELP saypro_metrics_refused_total Series that were not kept: too many, or of another kind
                # TYPE saypro_metrics_refused_total counter
                saypro_metrics_refused_total 0

                """#
        )
    }

    @Test func `OpenMetrics names a trace for the buckets, and counters without their ending`() {
        let registry = PrometheusRegistry(
            [MetricDescription("saypro_transaction_seconds", help: "The \"time\"", buckets: [0.5, 2])],
            keepsExamples: true
        )
        let timer = Timer(label: "saypro_transaction_seconds", factory: registry)
        timer.recordMilliseconds(250)
        Tracer.$current.withValue(TraceID(high: 1, low: 0xAB)) { timer.recordSeconds(1) }
        let lines = registry.exposition(.openMetrics).split(separator: "\n").map(String.init)
        #expect(lines[0] == #"# HELP saypro_transaction_seconds The \"time\""#)
        #expect(lines[2] == #"saypro_transaction_seconds_bucket{le="0.5"} 1"#)
        let example = #"saypro_transaction_seconds_bucket{le="2"} 2 # {trace_id="000000000000000100000000000000ab"} 1 "#
        #expect(lines[3].hasPrefix(example) && Double(lines[3].dropFirst(example.count)) ?? 0 > 1_700_000_000)
        #expect(lines.contains("# TYPE saypro_metrics_refused counter"))
        #expect(lines.contains("saypro_metrics_refused_total 0"))
        #expect(!registry.exposition().contains("trace_id"))
    }

    @Test(arguments: [
        (1.0, "1"), (0.1, "0.1"), (-2.5, "-2.5"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func `a number is written as Prometheus reads it`(value: Double, text: String) {
        #expect(ExpositionText.number(value) == text)
    }

    @Test func `no concurrent update is lost`() async {
        let registry = PrometheusRegistry()
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    let labels = [("lane", "0")]
                    let counter = Counter(label: "c_total", dimensions: labels, factory: registry)
                    let seconds = FloatingPointCounter(label: "f_total", dimensions: labels, factory: registry)
                    let meter = Meter(label: "m", dimensions: labels, factory: registry)
                    let sizes = Recorder(label: "r", dimensions: labels, aggregate: true, factory: registry)
                    for index in 0..<5_000 {
                        counter.increment()
                        seconds.increment(by: 0.5)
                        meter.increment(by: 2.0)
                        meter.decrement(by: 1.0)
                        sizes.record(index % 2)
                    }
                }
            }
        }
        let page = registry.exposition()
        #expect(page.contains("c_total{lane=\"0\"} 40000\n"))
        #expect(page.contains("f_total{lane=\"0\"} 20000\n"))
        #expect(page.contains("m{lane=\"0\"} 40000\n"))
        #expect(page.contains("r_sum{lane=\"0\"} 20000\n"))
        #expect(page.contains("r_count{lane=\"0\"} 40000\n"))
    }

    @Test func `what is too much is refused and counted, not kept`() {
        let registry = PrometheusRegistry(seriesPerMetric: 3, seriesInAll: 5)
        for index in 0..<10 {
            Counter(label: "a_total", dimensions: [("user", "\(index)")], factory: registry).increment()
        }
        for index in 0..<10 {
            Counter(label: "b_total", dimensions: [("user", "\(index)")], factory: registry).increment()
        }
        let page = registry.exposition()
        #expect(page.split(separator: "\n").count { $0.hasPrefix("a_total{") } == 3)
        #expect(page.split(separator: "\n").count { $0.hasPrefix("b_total{") } == 2)
        #expect(page.contains("saypro_metrics_refused_total 15\n"))
    }

    @Test func `a name keeps the kind that it was first used for`() {
        let registry = PrometheusRegistry()
        Counter(label: "x", factory: registry).increment()
        Gauge(label: "x", factory: registry).record(7)
        #expect(registry.exposition().contains("# TYPE x counter\nx 1\n"))
        #expect(registry.exposition().contains("saypro_metrics_refused_total 1\n"))
    }

    @Test func `a series that is destroyed makes room for another`() {
        let registry = PrometheusRegistry(seriesInAll: 1)
        let first = Counter(label: "a_total", factory: registry)
        first.destroy()
        Counter(label: "b_total", factory: registry).increment()
        #expect(!registry.exposition().contains("a_total"))
        #expect(registry.exposition().contains("b_total 1\n"))
    }

    @Test func `the process is measured`() throws {
        let figures = try #require(ProcessMetrics.read())
        #expect(figures.residentBytes > 1_000_000)
        #expect(figures.virtualBytes >= figures.residentBytes)
        #expect(figures.threads >= 1)
        #expect(figures.openDescriptors >= 3)
        let age = Date.now.timeIntervalSince1970 - figures.startTime
        #expect((-1...86_400).contains(age))
        #expect(figures.exposition().contains("# TYPE process_resident_memory_bytes gauge\n"))
    }

    @Test func `every metric in the code is described, and every description is of a metric in the code`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
        var used: Set<String> = []
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/label: "(saypro_[a-z_]+)"/#) {
                used.insert(String(match.1))
            }
        }
        #expect(used == Set(MetricTable.all.map(\.name)))
    }
}
