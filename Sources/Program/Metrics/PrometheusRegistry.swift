package import CoreMetrics
import Synchronization

/// The backend of swift-metrics: keeps every series in memory and writes them all down for Prometheus.
///
/// The number of series is bounded, so that a label with ever new values cannot eat the memory: what comes beyond
/// is not kept, and counted in `saypro_metrics_refused_total`, as is a name that is used for two kinds of metric.
package final class PrometheusRegistry: MetricsFactory {
    private struct Metric {
        let kind: MetricKind
        var series: [SeriesLabels: any MetricSeries] = [:]
    }

    private struct State {
        var descriptions: [String: MetricDescription] = [:]
        var metrics: [String: Metric] = [:]
        var seriesCount = 0
        var refused: UInt64 = 0
    }

    private let state = Mutex(State())
    private let seriesPerMetric: Int
    private let seriesInAll: Int
    private let keepsExamples: Bool

    /// An empty registry; its histograms keep the traces of some values as examples if they are asked to.
    package init(
        _ descriptions: [MetricDescription] = [],
        seriesPerMetric: Int = 2048,
        seriesInAll: Int = 16384,
        keepsExamples: Bool = false
    ) {
        self.seriesPerMetric = seriesPerMetric
        self.seriesInAll = seriesInAll
        self.keepsExamples = keepsExamples
        describe(descriptions)
    }

    /// Tells what metrics mean; the buckets count for series that are made afterwards.
    package func describe(_ descriptions: [MetricDescription]) {
        state.withLock { state in
            for description in descriptions {
                state.descriptions[SeriesLabels.legalMetricName(description.name)] = description
            }
        }
    }

    /// Everything that was measured, without the end that OpenMetrics wants.
    package func exposition(_ format: ExpositionFormat = .prometheus) -> String {
        let (metrics, descriptions, refused) = state.withLock { ($0.metrics, $0.descriptions, $0.refused) }
        var page = ExpositionText(format)
        for (name, metric) in metrics.sorted(by: { $0.key < $1.key }) {
            page.metric(name, metric.kind, help: descriptions[name]?.help ?? name)
            for (labels, series) in metric.series.sorted(by: { $0.key < $1.key }) {
                series.write(name, labels, to: &page)
            }
        }
        let own = "saypro_metrics_refused_total"
        page.metric(own, .counter, help: "Series that were not kept: too many, or of another kind")
        page.sample(own, SeriesLabels([]), refused)
        return page.text
    }

    /// The series of that name and labels, made if it is new; nil if it may not be.
    private func series<Series: MetricSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ kind: MetricKind,
        make: (MetricDescription?) -> Series
    ) -> Series? {
        let name = SeriesLabels.legalMetricName(label)
        let labels = SeriesLabels(dimensions)
        return state.withLock { state in
            var metric = state.metrics[name] ?? Metric(kind: kind)
            if metric.kind == kind, let known = metric.series[labels] as? Series { return known }
            guard metric.kind == kind, metric.series.count < seriesPerMetric, state.seriesCount < seriesInAll else {
                state.refused += 1
                return nil
            }
            let series = make(state.descriptions[name])
            metric.series[labels] = series
            state.metrics[name] = metric
            state.seriesCount += 1
            return series
        }
    }

    /// Forgets a series that will not be used any more.
    private func forget(_ series: AnyObject) {
        state.withLock { state in
            for (name, metric) in state.metrics {
                guard let labels = metric.series.first(where: { $0.value === series })?.key else { continue }
                state.metrics[name]?.series[labels] = nil
                if metric.series.count == 1 { state.metrics[name] = nil }
                state.seriesCount -= 1
                return
            }
        }
    }
}

extension PrometheusRegistry {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { _ in CounterSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter) { _ in CounterSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { _ in GaugeSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else {
            return series(label, dimensions, .gauge) { _ in GaugeSeries() } ?? NOOPMetricsHandler.instance
        }
        return series(label, dimensions, .histogram) { [keepsExamples] description in
            HistogramSeries(
                bounds: description?.buckets ?? MetricDescription.sizeBuckets,
                keepsExamples: keepsExamples
            )
        } ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram) { [keepsExamples] description in
            HistogramSeries(
                bounds: description?.buckets ?? MetricDescription.secondsBuckets,
                keepsExamples: keepsExamples
            )
        } ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }
}
