import CoreMetrics
import Synchronization

/// A figure that only rises, until it is reset.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler, MetricSeries {
    private let whole = Atomic<UInt64>(0)
    private let fraction = Atomic<Double>(0)

    /// Adds to the figure; a negative amount is not a rise and is left out.
    func increment(by amount: Int64) {
        whole.wrappingAdd(UInt64(clamping: amount), ordering: .relaxed)
    }

    func increment(by amount: Double) {
        guard amount > 0 else { return }
        fraction.change { $0 + amount }
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fraction.store(0, ordering: .relaxed)
    }

    func write(_ name: String, _ labels: SeriesLabels, to page: inout ExpositionText) {
        let fraction = fraction.load(ordering: .relaxed)
        let whole = whole.load(ordering: .relaxed)
        if fraction == 0 {
            page.sample(name, labels, whole)
        } else {
            page.sample(name, labels, Double(whole) + fraction)
        }
    }
}

extension Atomic<Double> {
    /// Replaces the value by what the closure makes of it, without losing a concurrent change.
    func change(_ next: (Double) -> Double) {
        var old = load(ordering: .relaxed)
        while true {
            let (exchanged, original) = weakCompareExchange(expected: old, desired: next(old), ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }
}
