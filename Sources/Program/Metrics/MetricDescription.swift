/// What a metric is called and means; a histogram may have buckets of its own.
package struct MetricDescription: Sendable, Equatable {
    package let name: String
    /// The HELP line.
    package let help: String
    /// Upper bounds in rising order; nil for the usual ones of a timer or a size.
    package let buckets: [Double]?

    package init(_ name: String, help: String, buckets: [Double]? = nil) {
        self.name = name
        self.help = help
        self.buckets = buckets
    }

    /// Bounds in seconds, from one millisecond to ten seconds.
    package static let secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// Bounds for counts of things, such as the entries in a batch.
    package static let sizeBuckets: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
}
