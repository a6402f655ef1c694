/// The kinds of metric that Prometheus tells apart.
enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}
