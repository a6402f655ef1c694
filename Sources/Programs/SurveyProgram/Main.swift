import Pipeline
import Program
import Survey

@main enum SurveyProgram {
    static func main() async {
        let stage = SurveyStage()
        await WorkerProgram.main(
            .survey,
            summary: "asks users how it went, once for each cycle of a case, and keeps what they say",
            schema: PipelineMigrations.all + SurveyMigrations.all,
            site: SurveySite(stage: stage).site
        ) { _ in
            stage
        }
    }
}
