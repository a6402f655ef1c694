import Foundation
import FoundationNetworking
import Hummingbird
import Logging
import Postgres
import Redis
import ServiceLifecycle
import Testing

@testable import Notifier
@testable import Program

/// The notifier's site on a free port of this machine, over a notifier's database.
struct SiteServer: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: String
        fileprivate let headers: [String: String]

        func header(_ name: String) -> String { headers[name.lowercased()] ?? "" }
    }

    private let port: Int

    /// Serves while the body runs.
    static func run(_ notifier: DatabaseNotifier, _ body: (SiteServer) async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let settings = try WorkerSettings(program: "notifier", environment: [:])
        let supplies = SiteSupplies(
            settings: settings,
            database: ReadPool(notifier.url, name: "test"),
            redis: RedisClient(url: settings.redis, name: "test"),
            logger: logger
        )
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = StatusServer(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            tokens: AccessTokens([.everything: Array("dashboard".utf8)]),
            readiness: { .ready },
            metrics: { "" },
            logger: logger,
            site: (UnsubscribeSite().site, supplies),
            onListening: { port.yield($0) }
        )
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            try await body(SiteServer(port: try #require(await iterator.next())))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Asks without cookies, and follows nothing.
    func ask(
        _ path: String,
        method: String = "GET",
        headers: [String: String] = ["Accept": "text/html"],
        form: String? = nil,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = form == nil ? method : "POST"
        request.httpShouldHandleCookies = false
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if let form {
            request.httpBody = Data(form.utf8)
            request.setValue(type, forHTTPHeaderField: "Content-Type")
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
