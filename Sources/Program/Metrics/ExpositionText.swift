import Contract

/// How metrics are written down for who asks for them.
package enum ExpositionFormat: Sendable {
    /// Prometheus's own, version 0.0.4.
    case prometheus
    /// OpenMetrics 1.0.0, in which buckets can name a trace as their example.
    case openMetrics

    var contentType: String {
        switch self {
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The line that OpenMetrics wants at the end.
    var end: String { self == .openMetrics ? "# EOF\n" : "" }
}

/// Text in one of the exposition formats.
struct ExpositionText {
    private let format: ExpositionFormat
    private(set) var text = ""

    init(_ format: ExpositionFormat) {
        self.format = format
    }

    /// Starts a metric: its HELP and TYPE lines.
    mutating func metric(_ name: String, _ kind: MetricKind, help: String) {
        // To OpenMetrics `_total` belongs to a counter's sample, not to its name.
        let isCounter = format == .openMetrics && kind == .counter
        let name = isCounter && name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
        text += "# HELP \(name) "
        for scalar in help.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\"" where format == .openMetrics: text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: SeriesLabels, _ value: UInt64) {
        sample(name, labels, "\(value)")
    }

    /// A bucket, with a value that fell into it and the trace that it was measured in.
    mutating func bucket(_ name: String, _ labels: SeriesLabels, _ count: UInt64, _ example: HistogramSeries.Example?) {
        guard format == .openMetrics, let example else { return sample(name, labels, count) }
        let (value, seconds) = (Self.number(example.value), Double(example.at.microseconds) / 1_000_000)
        sample(name, labels, "\(count) # {trace_id=\"\(example.trace)\"} \(value) \(Self.number(seconds))")
    }

    mutating func sample(_ name: String, _ labels: SeriesLabels, _ value: Double) {
        sample(name, labels, Self.number(value))
    }

    private mutating func sample(_ name: String, _ labels: SeriesLabels, _ value: String) {
        text += labels.text.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels.text)} \(value)\n"
    }

    /// A number as Prometheus reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }
}
