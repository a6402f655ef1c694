import ArgumentParser
import Contract
import Policy
import Postgres

/// Looks whether what a filter names exists at all, so that a slip of the pen is told as such and not as an empty list.
struct CaseFilters {
    let session: PostgresSession

    /// Refuses a kind or tier that there is not.
    static func check(kind: String?, tier: String?) throws {
        if let kind, CaseKind(rawValue: kind) == nil {
            let kinds = CaseKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no kind \(kind): \(kinds)")
        }
        if let tier, Tier(rawValue: tier) == nil {
            throw ValidationError("there is no tier \(tier): \(Tier.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    /// Refuses a category, team, promise, admin or user that there is not.
    func check(
        category: String? = nil,
        team: String? = nil,
        promise: String? = nil,
        admin: String? = nil,
        user: String? = nil
    ) async throws {
        try await check(admin, "admin", column: "assignee", table: ("api.admins", "admin"))
        try await check(user, "user", column: "\"user\"", table: ("api.users", "\"user\""))
        let policy = try await PolicyVersions(session: session).current()
        let document = try? Document(
            yaml: policy?.yaml ?? DefaultPolicy.yaml,
            files: policy?.files ?? DefaultPolicy.files
        )
        // One that this version of the tool cannot read names nothing that there is not.
        guard let document else { return }
        let categories = document.categories.names.map(\.rawValue)
        try await check(category, "category", in: "api.cases", "category", or: categories)
        let teams = document.teams.keys.map(\.rawValue).sorted()
        try await check(team, "team", in: "api.cases", "coalesce(team, wanted_team)", or: teams)
        let promises = document.promises.keys.map(\.rawValue).sorted()
        try await check(promise, "promise", in: "api.clocks", "promise", or: promises)
    }

    /// A name is known if the policy has it, or some case or clock.
    private func check(
        _ name: String?,
        _ noun: String,
        in table: String,
        _ column: String,
        or names: [String]
    ) async throws {
        guard let name, !names.contains(name), try await !exists(name, in: table, column) else { return }
        let list = names.isEmpty ? "none" : names.joined(separator: ", ")
        throw ToolFailure.failed("there is no \(noun) \(name): the policy has \(list)")
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
