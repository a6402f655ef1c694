import Policy
import Postgres

/// Looks whether what a filter of `saypro cases` names exists at all, so that a slip of the pen is told as such.
struct CaseFilters {
    let session: PostgresSession

    /// Refuses a selection that names a category, team, admin or user that there is not.
    func check(_ selection: CaseList.Selection) async throws {
        let policy = try await PolicyVersions(session: session).current()
        let document = (try? Document(yaml: policy?.yaml ?? DefaultPolicy.yaml))
        let categories = document?.categories.names.map(\.rawValue) ?? []
        let teams = (document?.teams.keys.map(\.rawValue) ?? []).sorted()
        try await check(selection.category, "category", column: "category", or: categories, "the policy has")
        try await check(selection.team, "team", column: "coalesce(team, wanted_team)", or: teams, "the policy has")
        try await check(selection.admin, "admin", column: "assignee", table: ("api.admins", "admin"))
        try await check(selection.user, "user", column: "\"user\"", table: ("api.users", "\"user\""))
    }

    /// A name is known if the policy has it, or some case.
    private func check(
        _ name: String?,
        _ noun: String,
        column: String,
        or names: [String],
        _ who: String
    ) async throws {
        guard let name, !names.contains(name), try await !exists(name, in: "api.cases", column) else { return }
        let list = names.isEmpty ? "none" : names.joined(separator: ", ")
        throw ToolFailure.failed("there is no \(noun) \(name): \(who) \(list)")
    }

    /// A name is known if the directory has it, or some case.
    private func check(
        _ name: String?,
        _ noun: String,
        column: String,
        table: (name: String, column: String)
    ) async throws {
        guard let name, try await !exists(name, in: table.name, table.column),
            try await !exists(name, in: "api.cases", column)
        else { return }
        throw ToolFailure.failed("there is no \(noun) \(name): neither the directory nor any case has that name")
    }

    private func exists(_ name: String, in table: String, _ column: String) async throws -> Bool {
        let rows = try await session.query(
            Statement("SELECT EXISTS (SELECT FROM \(table) WHERE \(column) = $1)", .text(name))
        )
        return rows.first?.bool(0) ?? false
    }
}
