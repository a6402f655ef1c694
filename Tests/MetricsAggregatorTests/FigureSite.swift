import Contract
import Dashboard
import FigureAPI
import Figures
import Hummingbird
import Logging
import Postgres
import Redis
import Synchronization

@testable import MetricsAggregator
@testable import Program

/// The API and the dashboard over a database, with the handlers and the guard of the program, asked without a socket.
struct FigureSite {
    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: String
    }

    private struct Source: RequestContextSource { let logger: Logger }

    private struct NoHealth: HealthSource {
        func pipelineState() async throws -> PipelineState { PipelineState(places: [], parked: [], rejected: []) }
    }

    private let responder: RouterResponder<WebContext>
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A site at a moment, with sessions of its own as the program has them.
    init(_ aggregator: DatabaseAggregator, at moment: String, tokens: [AccessRole: [UInt8]] = [:]) throws {
        let pool = ReadPool(aggregator.url, name: "test")
        let store = try aggregator.store(at: moment, PoolReader(pool: pool))
        let now = try aggregator.instant(moment)
        let settings = try WorkerSettings(program: "metrics-aggregator", environment: [:])
        let supplies = SiteSupplies(
            settings: settings,
            database: ReadPool(settings.database, name: "test"),
            redis: RedisClient(url: settings.redis, name: "test"),
            logger: logger
        )
        let site = Site { router, _ in
            FigureAPI { store }.addRoutes(to: router)
            Dashboard(
                health: NoHealth(),
                cases: DatabaseCases(pool),
                isGuarded: !tokens.isEmpty,
                now: { now }
            ) { store }.addRoutes(to: router)
        }
        let endpoints = StatusEndpoints(tokens: AccessTokens(tokens), readiness: { .ready }, metrics: { "" })
        responder = endpoints.router(for: site, with: supplies).buildResponder()
    }

    /// The answer to a GET; a body without an end is cut after that many pieces.
    func ask(_ path: String, _ headers: HTTPFields = HTTPFields(), pieces: Int = 1000) async throws -> Answer {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost:8080", path: path)
        head.headerFields = headers
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let context = WebContext(source: Source(logger: logger), peer: ClientAddress("127.0.0.1"))
        let response = try await responder.respond(to: request, context: context)
        let collector = Collector(pieces: pieces)
        do { try await response.body.write(collector) } catch is Collector.Full {}
        return Answer(
            status: response.status.code,
            headers: response.headers,
            body: collector.text.withLock { $0 }
        )
    }
}

/// Reads with the sessions that requests share.
private struct PoolReader: FigureReader {
    let pool: ReadPool

    func rows(of statements: [Statement]) async throws -> [Rows] { try await pool.run(statements) }
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
