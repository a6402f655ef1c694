import Foundation
import FoundationNetworking
import Hummingbird
import Logging
import Postgres
import Redis
import ServiceLifecycle
import Testing

@testable import Program

/// A site on a free port of this machine, asked by a client that follows nothing and keeps nothing.
struct TestSite: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: String
        let headers: [String: String]

        subscript(name: String) -> String? { headers[name.lowercased()] }

        /// The name and value of the cookie that was set.
        var cookie: String? { self["set-cookie"]?.split(separator: ";").first.map(String.init) }
    }

    let port: Int

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a site while the body runs, then stops it.
    static func run(
        token: String? = nil,
        others: [AccessRole: String] = [:],
        database: PostgresURL? = nil,
        _ site: Site,
        _ body: (TestSite) async throws -> Void
    ) async throws {
        let settings = try WorkerSettings(program: "survey", environment: [:])
        let supplies = SiteSupplies(
            settings: settings,
            database: ReadPool(database ?? settings.database, name: "test", patience: .milliseconds(50)),
            redis: RedisClient(url: settings.redis, name: "test"),
            logger: logger
        )
        var tokens = others.mapValues { Array($0.utf8) }
        tokens[.everything] = token.map { Array($0.utf8) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = StatusServer(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            tokens: AccessTokens(tokens),
            readiness: { .ready },
            metrics: { "up 1\n" },
            logger: logger,
            site: (site, supplies),
            onListening: { port.yield($0) }
        )
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            try await body(TestSite(port: try #require(await iterator.next())))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func ask(
        _ path: String,
        method: String = "GET",
        headers: [String: String] = [:],
        form: String? = nil
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = form == nil ? method : "POST"
        request.httpShouldHandleCookies = false
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if let form {
            request.httpBody = Data(form.utf8)
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        }
        let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let (data, response) = try await session.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        let fields = http.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        return Answer(
            status: http.statusCode,
            body: String(decoding: data, as: UTF8.self),
            headers: Dictionary(fields, uniquingKeysWith: { "\($0), \($1)" })
        )
    }
}

/// Has a redirection handed to the test instead of followed.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
