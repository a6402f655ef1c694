import Notifier
import Pipeline
import Program

@main enum NotifierProgram {
    static func main() async {
        await WorkerProgram.main(
            .notifier,
            summary: "tells users and admins what concerns them, once each",
            schema: PipelineMigrations.all + NotifierMigrations.all
        ) { _ in
            NotifierStage()
        }
    }
}
