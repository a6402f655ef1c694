import Pipeline
import Postgres

/// Whether a database has the tables that a stage needs.
struct SchemaCheck: Sendable {
    let stage: StageName
    /// The steps of the schema that the program was built with.
    let schema: [Migration]

    /// What is in the way, with what to do about it; nil when nothing is.
    func obstacle(on session: PostgresSession) async throws(PostgresError) -> String? {
        do throws(PostgresError) {
            let settings = try await session.query(Statement("SELECT partitions FROM pipeline.settings"))
            let known = try await session.query(
                Statement("SELECT lock_class FROM pipeline.stages WHERE stage = $1", .text(stage.rawValue))
            )
            guard !known.isEmpty else { return Self.notMigrated }
            guard !settings.isEmpty else { return Self.withoutPartitions }
            return try await missingStep(on: session)
        } catch {
            switch error.sqlState {
            case "42P01", "3F000": return Self.notMigrated
            case "42501":
                return "the login may not read the schema pipeline:"
                    + " make it a member of the role saypro_\(stage.sqlName), or run saypro migrate first"
            default: throw error
            }
        }
    }

    private static let notMigrated = "its schema has not been migrated: run saypro migrate"

    private static let withoutPartitions =
        "it has no number of partitions: run saypro migrate, or end the saypro repartition that was begun"

    /// The newest step that the program needs and the database does not have.
    private func missingStep(on session: PostgresSession) async throws(PostgresError) -> String? {
        do throws(PostgresError) {
            let rows = try await session.query(
                Statement("SELECT schema, max(number) FROM pipeline.migrations GROUP BY schema")
            )
            let present = Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), Int($0.int(1))) })
            let needed = Dictionary(schema.map { ($0.schema, $0.number) }, uniquingKeysWith: max)
            for (name, step) in needed.sorted(by: { $0.key < $1.key }) {
                let reached = present[name, default: 0]
                guard step > reached else { continue }
                return "its schema \(name) is at step \(reached), this program needs step \(step): run saypro migrate"
            }
            return nil
        } catch {
            // A login that may not read the list of steps is not barred from work by that.
            guard error.sqlState == "42501" || error.sqlState == "42P01" else { throw error }
            return nil
        }
    }
}
