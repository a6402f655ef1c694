import Pipeline
import Program
import Routing

@main enum RouterProgram {
    static func main() async {
        await WorkerProgram.main(
            .router,
            summary: "opens cases, gives them to admins, and keeps what happens to them",
            schema: PipelineMigrations.all + RouterMigrations.all
        ) { _ in
            RouterStage()
        }
    }
}
