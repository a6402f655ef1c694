import Pipeline
import Policy
import PolicyStore
import Postgres
import TestKit

/// A migrated database of a test's own, in which policies are applied.
struct PolicyHouse {
    let session: PostgresSession

    static func open() async throws -> PolicyHouse {
        let template = DatabaseTemplate(name: "policy") { url in
            let session = try await connect(to: url)
            for migration in PipelineMigrations.all { try await session.execute(script: migration.sql) }
            await session.close()
        }
        return PolicyHouse(session: try await connect(to: SharedServers.postgres.freshDatabase(template: template)))
    }

    private static func connect(to url: PostgresURL) async throws -> PostgresSession {
        try await PostgresSession.connect(to: url, applicationName: "policy-tests", connectTimeout: .seconds(5))
    }

    /// Makes that policy the newest version and answers its number.
    @discardableResult
    func apply(_ yaml: String, _ files: KeptFiles) async throws -> Int64 {
        let document = try Document(yaml: yaml, files: files)
        let version = NewVersion(yaml: yaml, document: document, digest: "")
        let rows = try await session.run(
            [Statement("SET ROLE saypro_operator"), Statement("BEGIN")] + version.statements
                + [Statement("COMMIT"), Statement("RESET ROLE")]
        )
        return rows[3].first?.int(0) ?? 0
    }

    /// The knowledge base of a version, as the router reads it.
    func knowledge(_ yaml: String, _ files: KeptFiles, version: Int64) async throws -> KnowledgeBase {
        _ = try await session.query(Statement("SET ROLE saypro_router"))
        return try await KnowledgeBase(Document(yaml: yaml, files: files), version: version, on: session)
    }

    /// The best article for each question, asked in a case of the category that stands beside it.
    func answers(
        _ asked: [(question: KnowledgeBase.Question, category: String?)],
        in base: KnowledgeBase
    ) async throws -> [KnowledgeBase.Answer?] {
        let questions = asked.map(\.question)
        let finds = try await finds(questions, in: base)
        return asked.indices.map { place in
            finds[place].flatMap { base.answer($0, category: asked[place].category.map { Name($0) }) }
        }
    }

    /// What is found for each question, by its place.
    func finds(_ questions: [KnowledgeBase.Question], in base: KnowledgeBase) async throws -> [Int: KnowledgeBase.Find]
    {
        guard let lookUp = base.lookUp(questions) else { return [:] }
        var rows: Rows?
        if let statement = lookUp.statement { rows = try await session.query(statement) }
        return base.finds(lookUp, in: rows)
    }
}
