import Foundation
import FoundationNetworking
import Logging
import ServiceLifecycle
import Testing

@testable import Program

@Suite struct StatusServerTests {
    private struct Answer: Sendable {
        let status: Int
        let body: String
        let headers: [String: String]
    }

    /// Runs a server on a free port while the body runs, then stops it gracefully.
    private func withServer(
        token: String? = nil,
        readiness: Readiness = .ready,
        accepting types: String? = nil,
        _ body: (@Sendable (_ path: String, _ authorization: String?) async throws -> Answer) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = StatusServer(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            tokens: AccessTokens(token.map { [.metrics: Array($0.utf8)] } ?? [:]),
            readiness: { readiness },
            metrics: { "up 1\n" },
            openMetrics: { "up 1\n# EOF\n" },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onListening: { port.yield($0) }
        )
        let group = ServiceGroup(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let bound = try #require(await iterator.next())
            try await body { path, authorization in
                var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(bound)\(path)")))
                request.setValue(authorization, forHTTPHeaderField: "Authorization")
                request.setValue(types, forHTTPHeaderField: "Accept")
                let (data, response) = try await URLSession.shared.data(for: request)
                let http = try #require(response as? HTTPURLResponse)
                let headers = http.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
                return Answer(
                    status: http.statusCode,
                    body: String(decoding: data, as: UTF8.self),
                    headers: Dictionary(uniqueKeysWithValues: headers)
                )
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `health, readiness and metrics are served`() async throws {
        try await withServer { get in
            let health = try await get("/healthz", nil)
            #expect(health.status == 200)
            #expect(health.body == "ok\n")
            #expect(try await get("/readyz", nil).body == "ready\n")
            let metrics = try await get("/metrics", nil)
            #expect(metrics.status == 200)
            #expect(metrics.body == "up 1\n")
            #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(metrics.headers["cache-control"] == "no-store")
            #expect(try await get("/nothing", nil).status == 404)
        }
    }

    @Test func `who asks for OpenMetrics gets it`() async throws {
        let types = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
        try await withServer(accepting: types) { get in
            let metrics = try await get("/metrics", nil)
            #expect(metrics.body == "up 1\n# EOF\n")
            #expect(metrics.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        }
    }

    @Test func `who is not ready says why and is still healthy`() async throws {
        try await withServer(readiness: .notReady("lane 0 is starting")) { get in
            let answer = try await get("/readyz", nil)
            #expect(answer.status == 503)
            #expect(answer.body == "not ready: lane 0 is starting\n")
            #expect(try await get("/healthz", nil).status == 200)
        }
    }

    @Test func `with a token everything but health needs it`() async throws {
        try await withServer(token: "s3cret-token") { get in
            #expect(try await get("/healthz", nil).status == 200)
            for path in ["/readyz", "/metrics", "/nothing", "/healthz/../metrics", "//metrics"] {
                let refused = try await get(path, nil)
                #expect(refused.status == 401)
                #expect(refused.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
            }
            let wrong = ["Bearer s3cret-toke", "Bearer s3cret-tokenx", "Basic s3cret-token", "Bearer", "s3cret-token"]
            for wrong in wrong {
                #expect(try await get("/metrics", wrong).status == 401)
            }
            #expect(try await get("/metrics", "Bearer s3cret-token").status == 200)
            #expect(try await get("/readyz", "bearer s3cret-token").status == 200)
            #expect(try await get("/nothing", "Bearer s3cret-token").status == 404)
        }
    }

    @Test func `an address that cannot be bound stops the program with status 78`() async throws {
        let server = StatusServer(
            address: ListenAddress(host: "192.0.2.1", port: 1),
            tokens: AccessTokens(),
            readiness: { .ready },
            metrics: { "" },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let fault = try await #require(throws: StartFault.self) { try await server.run() }
        #expect(fault.status == .configuration)
        #expect(fault.line.hasPrefix("SAYPRO_HTTP is 192.0.2.1:1"))
    }
}
