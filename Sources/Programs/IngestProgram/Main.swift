import Ingest
import Pipeline
import Program

@main enum IngestProgram {
    static func main() async {
        await WorkerProgram.main(
            .ingest,
            summary: "takes in what publishers write, refuses what is wrong, and numbers what is new",
            schema: PipelineMigrations.all + IngestMigrations.all
        ) { settings in
            IngestStage(keys: settings.keys, secrets: settings.secrets?.path)
        }
    }
}
