import Figures
import Metrics
import Policy

/// What Prometheus is told of the KPIs and of how long users wait.
enum FigureMetrics {
    /// Shows the KPIs as they are now.
    static func show(_ summary: Summary) {
        for status in summary.kpis {
            let labels = [("kpi", status.kpi.rawValue), ("window", status.window.rawValue)]
            if let value = status.figure.value { Gauge(label: "saypro_kpi_value", dimensions: labels).record(value) }
            if let target = status.target {
                Gauge(label: "saypro_kpi_target", dimensions: labels).record(target.bound)
                let verdict: Double =
                    switch status.verdict {
                    case .met: 1
                    case .missed: 0
                    case .tooFew, .unknown: -1
                    }
                Gauge(label: "saypro_kpi_met", dimensions: labels).record(verdict)
            }
            Gauge(label: "saypro_kpi_things", dimensions: labels).record(status.figure.n)
            if let burnRate = status.budget?.burnRate {
                Gauge(label: "saypro_kpi_burn_rate", dimensions: labels).record(burnRate)
            }
            if let forecast = status.budget?.forecast {
                Gauge(label: "saypro_kpi_forecast", dimensions: labels).record(forecast)
            }
        }
    }

    /// Notes what a batch has added; one that is redone is noted again.
    static func note(_ changes: some Sequence<Cells>) {
        let recorders: [Measure: Recorder] = [
            .firstResponse: Recorder(label: "saypro_first_response_seconds", aggregate: true),
            .nextResponse: Recorder(label: "saypro_next_response_seconds", aggregate: true),
            .resolution: Recorder(label: "saypro_resolution_seconds", aggregate: true),
        ]
        for cells in changes {
            for (key, value) in cells.values where value.n > 0 {
                guard let recorder = recorders[key.measure] else { continue }
                for _ in 0..<value.n { recorder.record(Double(value.sum) / 1e6 / Double(value.n)) }
            }
        }
    }
}
