import Dashboard
import FigureAPI
import MetricsAggregator
import Pipeline
import Program

@main enum MetricsAggregatorProgram {
    static func main() async {
        await WorkerProgram.main(
            .metricsAggregator,
            summary: "folds everything that happens into figures, and serves them",
            schema: PipelineMigrations.all + MetricsMigrations.all,
            site: Site { router, supplies in
                let stores = FigureStores(supplies.database)
                FigureAPI { try await stores.store() }.addRoutes(to: router)
                let dashboard = Dashboard(
                    health: DatabaseHealth(supplies.database),
                    cases: DatabaseCases(supplies.database),
                    isGuarded: !supplies.settings.tokens.isEmpty
                ) { try await stores.store() }
                dashboard.addRoutes(to: router)
                supplies.beforeServing { await dashboard.warmUp() }
            }
        ) { _ in
            MetricsStage()
        }
    }
}
