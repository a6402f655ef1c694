import Postgres
import SiteKit

@testable import Program

extension RunningSite {
    /// Runs a site while the body runs; with `token` it is closed to others.
    static func run(
        token: String? = nil,
        others: [AccessRole: String] = [:],
        database: PostgresURL? = nil,
        _ site: Site,
        _ body: (RunningSite) async throws -> Void
    ) async throws {
        var tokens = others
        tokens[.everything] = token
        try await run(site, of: "survey", on: database, tokens: tokens, patience: .milliseconds(50), body)
    }
}
