import CoreMetrics
import Synchronization

/// A figure that rises and falls.
final class GaugeSeries: MeterHandler, RecorderHandler, MetricSeries {
    private let value = Atomic<Double>(0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.store(value, ordering: .relaxed) }
    func increment(by amount: Double) { value.change { $0 + amount } }
    func decrement(by amount: Double) { value.change { $0 - amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(_ name: String, _ labels: SeriesLabels, to page: inout ExpositionText) {
        page.sample(name, labels, value.load(ordering: .relaxed))
    }
}
