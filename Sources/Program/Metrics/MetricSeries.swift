/// One labelled series of a metric, which can write itself down.
protocol MetricSeries: AnyObject, Sendable {
    func write(_ name: String, _ labels: SeriesLabels, to page: inout ExpositionText)
}
