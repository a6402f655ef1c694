/// Text in Prometheus's exposition format 0.0.4.
struct ExpositionText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Starts a metric: its HELP and TYPE lines.
    mutating func metric(_ name: String, _ kind: MetricKind, help: String) {
        text += "# HELP \(name) "
        for scalar in help.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: SeriesLabels, _ value: UInt64) {
        sample(name, labels, "\(value)")
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
