import Hummingbird
import Logging
import Pages

/// Whether a program can do its work now.
package enum Readiness: Sendable, Equatable {
    case ready
    /// With a reason for the operator.
    case notReady(String)
}

/// The endpoints that every program serves: health, readiness, metrics.
struct StatusEndpoints: Sendable {
    static let health = "/healthz"
    static let paths = [health, "/readyz", "/metrics"]

    let tokens: AccessTokens
    let readiness: @Sendable () async -> Readiness
    let metrics: @Sendable () -> String
    /// The same as OpenMetrics; nil where nothing in it would name a trace, and who asks gets Prometheus's own format.
    var openMetrics: (@Sendable () -> String)?

    /// A router that answers these paths; tokens guard every path but health, unknown ones too.
    func router() -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        if !tokens.isEmpty { router.add(middleware: BearerTokenMiddleware(tokens: tokens)) }
        addRoutes(to: router)
        return router
    }

    /// A router that answers these paths and those of a site.
    func router(for site: Site, with supplies: SiteSupplies) -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        let ownPaths = ["/\(Asset.folder)/", "/\(SignIn.path)"]
        let rule = AccessRule(tokens: tokens, openPaths: ownPaths + site.openPaths)
        router.add(middleware: SecurityHeaders(logLevel: supplies.logger.logLevel))
        router.add(middleware: ProxyMiddleware(proxies: supplies.settings.proxies))
        router.add(middleware: RateLimitMiddleware(.browsing))
        router.add(middleware: AccessMiddleware(rule: rule))
        addRoutes(to: router)
        router.serve(Asset.stylesheet)
        if !tokens.isEmpty { SignIn(tokens: tokens).addRoutes(to: router) }
        site.addRoutes(router, supplies)
        return router
    }

    private func addRoutes(to router: Router<WebContext>) {
        router.get("/healthz") { _, _ in Response.plain("ok\n", .ok) }
        router.get("/readyz") { _, _ in
            switch await readiness() {
            case .ready: Response.plain("ready\n", .ok)
            case .notReady(let reason): Response.plain("not ready: \(reason)\n", .serviceUnavailable)
            }
        }
        router.get("/metrics") { request, _ in
            let wanted = request.headers[.accept] ?? ""
            if let openMetrics, wanted.contains("application/openmetrics-text") {
                return Response.plain(openMetrics(), .ok) {
                    $0[.contentType] = ExpositionFormat.openMetrics.contentType
                }
            }
            return Response.plain(metrics(), .ok) { $0[.contentType] = ExpositionFormat.prometheus.contentType }
        }
    }
}

extension Response {
    /// A plain text that no cache keeps.
    static func plain(
        _ text: String,
        _ status: HTTPResponse.Status,
        _ change: (inout HTTPFields) -> Void = { _ in }
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = "no-store"
        change(&headers)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
