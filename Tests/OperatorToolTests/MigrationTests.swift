import Contract
import Pipeline
import Postgres
import Redis
import TestKit
import Testing

@testable import OperatorTool

@Suite struct MigrationTests {
    private func emptyDatabase() async throws -> [String: String] {
        [
            "DATABASE_URL": try await SharedServers.postgres.freshDatabase().description,
            "REDIS_URL": try await SharedServers.redis.description, "SAYPRO_PREFIX": SharedServers.prefix(),
        ]
    }

    private func session(_ environment: [String: String]) async throws -> PostgresSession {
        try await PostgresSession.connect(
            to: PostgresURL(environment["DATABASE_URL", default: ""]),
            applicationName: "test",
            connectTimeout: .seconds(10)
        )
    }

    @Test func `migrating twice changes nothing the second time`() async throws {
        let environment = try await emptyDatabase()
        let first = await ToolRun("migrate", "--partitions", "8", environment: environment)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.lines.filter { $0.hasPrefix("applied ") }.count == Migrator.allSteps.count)
        #expect(first.output.contains("partitions: 8"))
        #expect(first.output.contains("version 1"))

        let second = await ToolRun("migrate", "--json", environment: environment)
        #expect(second.status == 0)
        #expect(second.json["applied"] == [])
        #expect(second.json["partitions"] == 8)

        let session = try await session(environment)
        let policies = try await session.query(Statement("SELECT count(*) FROM policy.versions"))
        #expect(policies.first?.int(0) == 1)
        await session.close()
    }

    @Test func `several migrations at once apply each step once`() async throws {
        let environment = try await emptyDatabase()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let run = await ToolRun("migrate", "--json", environment: environment)
                    #expect(run.status == 0, "\(run.errors)")
                    return run.json["applied"]?.elements.count ?? 0
                }
            }
            let applied = try await group.reduce(0, +)
            #expect(applied == Migrator.allSteps.count)
        }
    }

    @Test func `the number of partitions is refused a change`() async throws {
        let environment = try await emptyDatabase()
        #expect(await ToolRun("migrate", environment: environment).output.contains("partitions: 16"))
        #expect(await ToolRun("migrate", "--partitions", "16", environment: environment).status == 0)
        let run = await ToolRun("migrate", "--partitions", "32", environment: environment)
        #expect(run.status == 1)
        #expect(run.errors.contains("has 16 partitions"))
    }

    @Test func `a step that fails leaves those before it and says which it was`() async throws {
        let environment = try await emptyDatabase()
        let session = try await session(environment)
        let broken = Migration(
            schema: "ingest",
            number: 99,
            name: "broken",
            bytes: Array("CREATE TABLE x (y nonsense)".utf8)
        )
        let migrator = Migrator(session: session, steps: PipelineMigrations.all + [broken])
        do {
            _ = try await migrator.migrate()
            Issue.record("the broken step was applied")
        } catch let failure as ToolFailure {
            #expect(failure.message.contains("ingest 99 broken"))
        }
        #expect(try await SchemaRecord.read(session).count == PipelineMigrations.all.count)
        await session.close()
        #expect(await ToolRun("migrate", environment: environment).status == 0)
    }

    @Test func `a step waits for its tables a little at a time, lets others through meanwhile and goes on`()
        async throws
    {
        let environment = try await emptyDatabase()
        let reader = try await session(environment)
        let other = try await session(environment)
        let migrating = try await session(environment)
        let widen = Migration(
            schema: "ingest",
            number: 99,
            name: "widen",
            bytes: Array("ALTER TABLE public.busy ADD new int".utf8)
        )
        try await other.execute(script: "CREATE TABLE public.busy (old int)")
        // What reads for long, as a backup does.
        try await reader.execute(script: "BEGIN")
        _ = try await reader.query(Statement("SELECT old FROM public.busy"))
        async let applied = Migrator(session: migrating, steps: PipelineMigrations.all + [widen]).migrate().applied
        try await eventually(within: .seconds(30), "the step to wait") {
            let waiting = try await other.query(
                Statement("SELECT count(*) FROM pg_locks WHERE relation = 'public.busy'::regclass AND NOT granted")
            )
            return waiting.first?.int(0) == 1
        }
        // It stands in the queue behind the step, and so comes through only when that steps back.
        try await other.execute(script: "SET statement_timeout = '20s'")
        #expect(try await other.query(Statement("SELECT old FROM public.busy")).isEmpty)
        try await reader.execute(script: "COMMIT")
        #expect(try await applied.last == "ingest 99 widen")
        #expect(try await other.query(Statement("SELECT new FROM public.busy")).isEmpty)
        for session in [reader, other, migrating] { await session.close() }
    }

    @Test(arguments: [
        ("UPDATE pipeline.migrations SET digest = 'other' WHERE schema = 'ingest'", "was changed"),
        ("INSERT INTO pipeline.migrations (schema, number, name, digest) VALUES ('later', 7, 'x', 'y')", "newer one"),
    ])
    func `a database of another version is refused`(change: String, sentence: String) async throws {
        let environment = try await emptyDatabase()
        _ = await ToolRun("migrate", environment: environment)
        let session = try await session(environment)
        try await session.execute(script: change)
        await session.close()
        let run = await ToolRun("migrate", environment: environment)
        #expect(run.status == 1)
        #expect(run.errors.contains(sentence))
    }
}
