import Contract
import Metrics

/// What Prometheus is told of how long users wait.
enum FigureMetrics {
    /// Notes what a batch has added of the last day; one that is redone is noted again.
    ///
    /// What is older comes from an import, or is folded again: an alert about the last hours must not tell of it.
    static func note(_ changes: some Sequence<Cells>, at now: Instant = .now()) {
        let recorders: [Measure: Recorder] = [
            .firstResponse: Recorder(label: "saypro_first_response_seconds", aggregate: true),
            .nextResponse: Recorder(label: "saypro_next_response_seconds", aggregate: true),
            .resolution: Recorder(label: "saypro_resolution_seconds", aggregate: true),
        ]
        for cells in changes {
            for (key, value) in cells.values where value.n > 0 && key.hour > now.hour - 24 {
                guard let recorder = recorders[key.measure] else { continue }
                for _ in 0..<value.n { recorder.record(Double(value.sum) / 1e6 / Double(value.n)) }
            }
        }
    }
}
