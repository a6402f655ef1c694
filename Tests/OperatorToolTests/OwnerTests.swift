import Postgres
import Testing

@testable import OperatorTool

/// What only the login that migrates may do, and how it is named.
@Suite struct OwnerTests {
    /// The URL of a session that has a role's rights and no others.
    private func url(_ premises: Premises, as role: String) -> String {
        let text = premises.database.description
        return text + (text.contains("?") ? "&" : "?") + "options=-c%20role%3D\(role)"
    }

    @Test(arguments: [
        (["retention", "run"], "--secrets /etc/saypro/owner"), (["repartition", "8"], "--secrets /etc/saypro/owner"),
        (["migrate"], "--secrets /etc/saypro/owner"), (["rebuild", "metrics"], "a member of saypro_operator"),
    ])
    func `a login without the right is told which one has it`(command: [String], advice: String) async throws {
        let premises = try await Premises()
        var environment = premises.environment
        let role = command == ["rebuild", "metrics"] ? "saypro_reader" : "saypro_operator"
        environment["DATABASE_URL"] = url(premises, as: role)
        if command == ["migrate"] {
            try await premises.execute("DELETE FROM pipeline.migrations WHERE schema = 'metrics'")
        }
        let run = await ToolRun(command, environment: environment)
        #expect(run.status == 1, "\(run.output)")
        #expect(run.errors.contains(advice), "\(run.errors)")
    }

    @Test func `secrets that the command line names go before the variables`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        _ = try folder.file("database-url", premises.database.description)
        var environment = premises.environment
        environment["DATABASE_URL"] = url(premises, as: "saypro_operator")
        let run = await ToolRun("retention", "run", "--secrets", folder.path, environment: environment)
        #expect(run.status == 0, "\(run.errors)")
        environment["SAYPRO_SECRETS"] = folder.path
        #expect(await ToolRun("retention", "run", environment: environment).status == 1)
    }
}
