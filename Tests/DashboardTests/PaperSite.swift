import Contract
import Figures
import Hummingbird
import Logging
import Postgres
import Redis
import Synchronization
import Testing

@testable import Dashboard
@testable import Program

/// The dashboard over made-up figures, asked without a socket.
struct PaperSite {
    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: String
    }

    private struct Source: RequestContextSource { let logger: Logger }

    private let responder: RouterResponder<WebContext>
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(
        figures: any FigureSource = PaperFigures(),
        health: any HealthSource = PaperHealth(),
        now: Instant = PaperFigures.noon,
        token: [UInt8]? = nil
    ) throws {
        let settings = try WorkerSettings(program: "metrics-aggregator", environment: [:])
        let supplies = SiteSupplies(
            settings: settings,
            database: ReadPool(settings.database, name: "test"),
            redis: RedisClient(url: settings.redis, name: "test"),
            logger: logger
        )
        let site = Site { router, _ in
            Dashboard(
                health: health,
                cases: PaperCases(),
                isGuarded: token != nil,
                now: { now },
                figures: { figures }
            ).addRoutes(to: router)
        }
        let endpoints = StatusEndpoints(
            tokens: AccessTokens(token.map { [.everything: $0] } ?? [:]),
            readiness: { .ready },
            metrics: { "" }
        )
        responder = endpoints.router(for: site, with: supplies).buildResponder()
    }

    /// The answer to a GET; a body without an end is cut after that many pieces.
    func ask(_ path: String, headers: HTTPFields = HTTPFields(), pieces: Int = 100) async throws -> Answer {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost:8080", path: path)
        head.headerFields = headers
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let context = WebContext(source: Source(logger: logger), peer: ClientAddress("127.0.0.1"))
        let response = try await responder.respond(to: request, context: context)
        let body = try await Self.text(of: response, pieces: pieces)
        return Answer(status: response.status.code, headers: response.headers, body: body)
    }

    static func text(of response: Response, pieces: Int) async throws -> String {
        let collector = Collector(pieces: pieces)
        do { try await response.body.write(collector) } catch is Collector.Full {}
        return collector.text.withLock { $0 }
    }
}

/// Takes so many pieces of a body, then leaves as a client does.
private final class Collector: ResponseBodyWriter, Sendable {
    struct Full: Error {}

    let text = Mutex("")
    private let left: Mutex<Int>

    init(pieces: Int) { left = Mutex(pieces) }

    func write(_ buffer: ByteBuffer) async throws {
        text.withLock { $0 += String(buffer: buffer) }
        let isFull = left.withLock { left in
            left -= 1
            return left <= 0
        }
        if isFull { throw Full() }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
