import Pipeline
import Program
import SLAMonitor

@main enum SLAMonitorProgram {
    static func main() async {
        await WorkerProgram.main(
            .slaMonitor,
            summary: "puts each promise about a case on a clock, and tells whether it is kept",
            schema: PipelineMigrations.all + SLAMonitorMigrations.all
        ) { _ in
            SLAMonitorStage()
        }
    }
}
