import CoreMetrics
import Synchronization

/// How often values fell at or below each of some bounds.
final class HistogramSeries: RecorderHandler, TimerHandler, MetricSeries {
    private struct Tally {
        /// One count for each bound and one for what is above them all; not cumulative.
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let tally: Mutex<Tally>

    init(bounds: [Double]) {
        self.bounds = bounds
        tally = Mutex(Tally(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        tally.withLock { tally in
            tally.counts[index] += 1
            tally.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func write(_ name: String, _ labels: SeriesLabels, to page: inout ExpositionText) {
        let (counts, sum) = tally.withLock { ($0.counts, $0.sum) }
        var count: UInt64 = 0
        for (bound, here) in zip(bounds + [.infinity], counts) {
            count += here
            page.sample("\(name)_bucket", labels.adding("le", ExpositionText.number(bound)), count)
        }
        page.sample("\(name)_sum", labels, sum)
        page.sample("\(name)_count", labels, count)
    }
}
