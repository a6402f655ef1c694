import Contract
import CoreMetrics
import Pipeline
import Synchronization

/// How often values fell at or below each of some bounds.
final class HistogramSeries: RecorderHandler, TimerHandler, MetricSeries {
    /// A value with the trace that it was measured in.
    struct Example {
        let value: Double
        let trace: TraceID
        let at: Instant
    }

    private struct Tally {
        /// One count for each bound and one for what is above them all; not cumulative.
        var counts: [UInt64]
        var sum = 0.0
        /// The last one of each bucket.
        var examples: [Int: Example] = [:]
    }

    private let bounds: [Double]
    private let keepsExamples: Bool
    private let tally: Mutex<Tally>

    init(bounds: [Double], keepsExamples: Bool) {
        self.bounds = bounds
        self.keepsExamples = keepsExamples
        tally = Mutex(Tally(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        let example = keepsExamples ? Tracer.current.map { Example(value: value, trace: $0, at: .now()) } : nil
        tally.withLock { tally in
            tally.counts[index] += 1
            tally.sum += value
            if let example { tally.examples[index] = example }
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func write(_ name: String, _ labels: SeriesLabels, to page: inout ExpositionText) {
        let (counts, sum, examples) = tally.withLock { ($0.counts, $0.sum, $0.examples) }
        var count: UInt64 = 0
        for (index, bound) in (bounds + [.infinity]).enumerated() {
            count += counts[index]
            page.bucket("\(name)_bucket", labels.adding("le", ExpositionText.number(bound)), count, examples[index])
        }
        page.sample("\(name)_sum", labels, sum)
        page.sample("\(name)_count", labels, count)
    }
}
