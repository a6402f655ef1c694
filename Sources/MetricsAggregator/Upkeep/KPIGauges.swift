import Figures
import Metrics
import Policy
import Synchronization

/// What Prometheus is told of the KPIs.
final class KPIGauges: Sendable {
    private struct Place: Hashable {
        let label: String
        let kpi: String
        let window: String

        func gauge(_ factory: any MetricsFactory) -> Gauge {
            Gauge(label: label, dimensions: [("kpi", kpi), ("window", window)], factory: factory)
        }
    }

    private let factory: any MetricsFactory
    private let shown = Mutex<Set<Place>>([])

    init(_ factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

    /// Shows the KPIs as they are now, and no longer what there is nothing to say of: a KPI that the policy has dropped, or
    /// the value of a window in which nothing has happened yet.
    func show(_ summary: Summary) {
        var values: [Place: Double] = [:]
        for status in summary.kpis {
            func note(label: String, _ value: Double?) {
                values[Place(label: label, kpi: status.kpi.rawValue, window: status.window.rawValue)] = value
            }
            note(label: "saypro_kpi_value", status.figure.value)
            note(label: "saypro_kpi_things", Double(status.figure.n))
            note(label: "saypro_kpi_target", status.target?.bound)
            note(label: "saypro_kpi_met", status.target.map { _ in status.verdict.mark })
            note(label: "saypro_kpi_burn_rate", status.budget?.burnRate)
            note(label: "saypro_kpi_forecast", status.budget?.forecast)
        }
        shown.withLock { shown in
            for place in shown where values[place] == nil { place.gauge(factory).destroy() }
            for (place, value) in values { place.gauge(factory).record(value) }
            shown = Set(values.keys)
        }
    }
}

extension Verdict {
    /// The number that stands for it.
    fileprivate var mark: Double {
        switch self {
        case .met: 1
        case .missed: 0
        case .tooFew, .unknown: -1
        }
    }
}
