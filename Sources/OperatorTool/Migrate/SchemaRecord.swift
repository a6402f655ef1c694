import Pipeline
import Postgres

/// A step of the schema that a database has, as `pipeline.migrations` remembers it.
struct SchemaRecord: Sendable, Equatable {
    /// The step's name, such as `ingest 1 messages`.
    var step: String
    var digest: String

    /// The steps that the database has; none when it is empty.
    static func read(_ session: PostgresSession) async throws -> [SchemaRecord] {
        let table = try await session.query(Statement("SELECT to_regclass('pipeline.migrations') IS NOT NULL"))
        guard table.first?.bool(0) == true else { return [] }
        let rows = try await session.query(
            Statement(
                "SELECT schema, number, name, digest FROM pipeline.migrations ORDER BY applied_at, schema, number"
            )
        )
        return rows.map { row in
            SchemaRecord(step: "\(row.text(0)) \(row.int(1)) \(row.text(2))", digest: row.text(3))
        }
    }

    /// Refuses a database that is newer than the steps, or whose steps were different ones.
    static func check(_ recorded: [SchemaRecord], against steps: [Migration]) throws(ToolFailure) {
        for record in recorded {
            guard let step = steps.first(where: { $0.identity == record.step }) else {
                throw .failed(
                    "the database has the step '\(record.step)', which this saypro does not: use the newer one"
                )
            }
            guard step.digest == record.digest else {
                throw .failed(
                    "the step '\(record.step)' was changed after this database had it: "
                        + "steps never change, use the saypro that the database was migrated with"
                )
            }
        }
    }

    /// The script that applies a step and records it, in one transaction.
    static func script(applying step: Migration) -> String {
        """
        BEGIN;
        \(step.sql)
        ;
        CREATE SCHEMA IF NOT EXISTS pipeline;
        CREATE TABLE IF NOT EXISTS pipeline.migrations (
            schema text NOT NULL,
            number int NOT NULL,
            name text NOT NULL,
            digest text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            applied_by text NOT NULL DEFAULT session_user,
            CONSTRAINT migrations_pkey PRIMARY KEY (schema, number)
        );
        INSERT INTO pipeline.migrations (schema, number, name, digest)
        VALUES ('\(quoted(step.schema))', \(step.number), '\(quoted(step.name))', '\(step.digest)');
        GRANT SELECT ON pipeline.migrations TO \(readers);
        COMMIT;
        """
    }

    /// The programs look whether the database has the steps that they need, and so does the operator.
    private static let readers = (StageName.all.map { "saypro_\($0.sqlName)" } + ["saypro_operator"])
        .joined(separator: ", ")

    private static func quoted(_ text: String) -> String { text.replacing("'", with: "''") }
}

extension Migration {
    /// The step's name in reports and errors.
    var identity: String { "\(schema) \(number) \(name)" }

    /// The digest by which a changed step is noticed.
    var digest: String { SHA256Text.of(Array(sql.utf8)) }
}
