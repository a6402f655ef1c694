import Foundation
import Hummingbird
import SiteKit
import Testing

@testable import Program

/// Which token opens what.
@Suite struct AccessRoleTests {
    private static let tokens: [AccessRole: String] = [.metrics: "scr4pe", .figures: "r3ad", .everything: "s3cret"]

    private let site = Site(openPaths: ["/answer/"]) { router, _ in
        router.get("figures") { _, _ in Response.plain("figures", .ok) }
        router.get("cases") { _, context in
            try context.mayOpenCases()
            return Response.plain("cases", .ok)
        }
        router.get("answer/:token") { _, _ in Response.plain("answer", .ok) }
    }

    /// The status for each path, by role: nobody, metrics, figures, everything.
    private static let table: [(path: String, statuses: [Int])] = [
        ("/healthz", [200, 200, 200, 200]), ("/readyz", [401, 200, 200, 200]), ("/metrics", [401, 200, 200, 200]),
        ("/figures", [401, 403, 200, 200]), ("/cases", [401, 403, 403, 200]), ("//cases/", [401, 403, 403, 200]),
        ("/nothing", [401, 403, 404, 404]), ("/answer/x", [200, 200, 200, 200]), ("/sign-in", [200, 200, 200, 200]),
        ("/sign-inx", [401, 403, 404, 404]), ("/sign-in/x", [401, 403, 404, 404]),
    ]

    private func run(_ body: (RunningSite) async throws -> Void) async throws {
        try await RunningSite.run(token: Self.tokens[.everything], others: Self.tokens, site, body)
    }

    @Test func `each role opens its paths by header, and no others`() async throws {
        try await run { site async throws -> Void in
            for (path, statuses) in Self.table {
                let headers = [[:]] + AccessRole.allCases.map { ["Authorization": "Bearer \(Self.tokens[$0] ?? "")"] }
                for (header, status) in zip(headers, statuses) {
                    let answer = try await site.ask(path, headers: header)
                    #expect(answer.status == status, "\(path) \(header)")
                    #expect(Self.tokens.values.allSatisfy { !answer.body.contains($0) })
                }
            }
        }
    }

    @Test func `the form signs in for figures and for everything, and not for metrics`() async throws {
        try await run { site async throws -> Void in
            #expect(try await site.ask("/sign-in", form: "token=scr4pe").status == 403)
            for (role, index) in [(AccessRole.figures, 2), (.everything, 3)] {
                let form = "token=\(Self.tokens[role] ?? "")"
                let cookie = try #require(try await site.ask("/sign-in", form: form).cookie)
                for (path, statuses) in Self.table {
                    let answer = try await site.ask(path, headers: ["Cookie": cookie])
                    #expect(answer.status == statuses[index], "\(path) \(role)")
                }
            }
        }
    }

    @Test func `without tokens this machine may see everything, cases too`() async throws {
        try await RunningSite.run(site) { site async throws -> Void in
            #expect(try await site.ask("/cases").status == 200)
        }
    }

    @Test func `a token of lesser rights alone closes everything else`() async throws {
        try await RunningSite.run(others: [.figures: "r3ad"], site) { site async throws -> Void in
            #expect(try await site.ask("/figures").status == 401)
            #expect(try await site.ask("/figures", headers: ["Authorization": "Bearer r3ad"]).status == 200)
            #expect(try await site.ask("/cases", headers: ["Authorization": "Bearer r3ad"]).status == 403)
        }
    }

    @Test func `two roles may not have one token`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "saypro-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["reader-token", "dashboard-token"] {
            try Data("s3cret\n".utf8).write(to: folder.appending(path: name))
        }
        let fault = try #require(throws: StartFault.self) {
            try WorkerSettings(program: "ingest", environment: ["SAYPRO_SECRETS": folder.path()])
        }
        #expect(fault.status == .configuration)
        #expect(fault.line.contains("reader-token and dashboard-token"))
        #expect(!fault.line.contains("s3cret"))
    }
}
