import Ingest
import MetricsAggregator
import Notifier
import Pipeline
import Policy
import Postgres
import Routing
import SLAMonitor
import Survey

/// Brings a database up to the schema that this binary knows: every module's steps, in order, forward only.
///
/// Each step is one transaction that also records its digest in `pipeline.migrations`; an advisory lock keeps two
/// migrations apart. Repeating it changes nothing, and a failure leaves the steps before it in place.
struct Migrator {
    /// The steps of all modules, in the order in which they build on each other.
    static let allSteps: [Migration] =
        PipelineMigrations.all + IngestMigrations.all + RouterMigrations.all + NotifierMigrations.all
        + SLAMonitorMigrations.all + SurveyMigrations.all + MetricsMigrations.all
    static let defaultPartitions = 16
    private static let lock: Int64 = 0x7361_7970_726F

    let session: PostgresSession
    var steps = Self.allSteps

    /// Applies what is missing, fixes the number of partitions and installs the default policy.
    func migrate(partitions: Int? = nil) async throws -> MigrationReport {
        _ = try await session.query(Statement("SELECT pg_advisory_lock($1)", .int8(Self.lock)))
        do {
            var report = MigrationReport()
            report.total = steps.count
            report.applied = try await applySteps()
            try await fixPartitions(partitions, &report)
            report.installedPolicy = try await installPolicy()
            _ = try await session.query(Statement("SELECT pg_advisory_unlock($1)", .int8(Self.lock)))
            return report
        } catch {
            _ = try? await session.query(Statement("SELECT pg_advisory_unlock($1)", .int8(Self.lock)))
            throw error
        }
    }

    private func applySteps() async throws -> [String] {
        let recorded = try await SchemaRecord.read(session)
        try SchemaRecord.check(recorded, against: steps)
        let known = Set(recorded.map(\.step))
        var applied: [String] = []
        for step in steps where !known.contains(step.identity) {
            try await apply(step)
            applied.append(step.identity)
        }
        return applied
    }

    /// How long a step waits for a table, and how often: while it waits, whoever comes later waits behind it.
    private static let patience = "SET lock_timeout = '2s'"
    private static let attempts = 30

    private func apply(_ step: Migration) async throws {
        _ = try await session.query(Statement(Self.patience))
        for attempt in 1... {
            do {
                return try await session.execute(script: SchemaRecord.script(applying: step))
            } catch {
                _ = try? await session.query(Statement("ROLLBACK"))
                guard error.sqlState == "55P03" else {
                    let why = error.sqlState == "42501" ? ToolFailure(error, needsOwner: true).message : error.message
                    throw ToolFailure.failed("migration \(step.identity) was rolled back: \(why)")
                }
                guard attempt < Self.attempts else {
                    throw ToolFailure.failed(
                        "migration \(step.identity) did not get its tables: something long is under way in them "
                            + "(pg_stat_activity shows what); run saypro migrate again, nothing is half done"
                    )
                }
                try await Task.sleep(for: .milliseconds(.random(in: 300...1500)))
            }
        }
    }

    private func fixPartitions(_ wanted: Int?, _ report: inout MigrationReport) async throws {
        let found = try await session.query(Statement("SELECT partitions FROM pipeline.settings")).first
        guard let found else {
            if let begun = try await session.query(Statement("SELECT to_count FROM pipeline.repartitioning")).first {
                throw ToolFailure.failed(
                    "the number of partitions is being changed: end that first, with saypro repartition \(begun.int(0))"
                )
            }
            report.partitions = wanted ?? Self.defaultPartitions
            report.setPartitions = true
            let insert = "INSERT INTO pipeline.settings (partitions) VALUES ($1)"
            _ = try await session.query(Statement(insert, .int4(Int32(report.partitions))))
            return
        }
        report.partitions = Int(found.int(0))
        guard let wanted, wanted != report.partitions else { return }
        throw ToolFailure.failed(
            "this database has \(report.partitions) partitions and keeps them, since every conversation's place "
                + "follows from their number: leave --partitions out; saypro repartition changes it"
        )
    }

    private func installPolicy() async throws -> Bool {
        let versions = PolicyVersions(session: session)
        guard try await versions.current() == nil else { return false }
        let document = try Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)
        _ = try await versions.add(DefaultPolicy.yaml, document)
        return true
    }
}
