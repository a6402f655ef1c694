import Contract
import Figures
import Policy
import Program
import Testing

@testable import MetricsAggregator

/// What Prometheus is told of the KPIs when there is no longer anything to say.
@Suite struct KPIGaugesTests {
    private func summary(_ kpis: [(KPI, Double?)]) throws -> Summary {
        let month = try #require(ReportPeriod("2026-03"))
        let statuses = kpis.map { kpi, value in
            KPIStatus(
                kpi: kpi,
                name: kpi.rawValue,
                window: .month,
                period: month,
                figure: Figure(kpi.rawValue, .share, value, n: value == nil ? 0 : 40),
                target: KPITarget(.atLeast, 0.95),
                verdict: value == nil ? .unknown : .missed,
                budget: nil
            )
        }
        return Summary(at: .now(), zone: "UTC", kpis: statuses)
    }

    @Test func `a KPI that the policy drops and a value that is gone are no longer shown`() throws {
        let registry = PrometheusRegistry()
        let gauges = KPIGauges(registry)
        gauges.show(try summary([(.a2, 0.5), (.a16, 0.25)]))
        let all = registry.exposition()
        #expect(all.contains(#"saypro_kpi_value{kpi="A16",window="month"} 0.25"#))
        #expect(all.contains(#"saypro_kpi_met{kpi="A2",window="month"} 0"#))
        gauges.show(try summary([(.a2, nil)]))
        let left = registry.exposition()
        #expect(!left.contains("A16"))
        #expect(!left.contains("saypro_kpi_value{"))
        #expect(left.contains(#"saypro_kpi_things{kpi="A2",window="month"} 0"#))
        #expect(left.contains(#"saypro_kpi_met{kpi="A2",window="month"} -1"#))
    }
}
