import Ingest
import Pipeline
import Routing

/// The steps between the runtime's and the router's last.
enum OfficeMigrations {
    static let all = IngestMigrations.all + RouterMigrations.all
}
