import Hummingbird

/// Whether a program can do its work now.
package enum Readiness: Sendable, Equatable {
    case ready
    /// With a reason for the operator.
    case notReady(String)
}

/// The endpoints that every program serves: health, readiness, metrics.
struct StatusEndpoints: Sendable {
    static let health = "/healthz"

    let token: BearerToken?
    let readiness: @Sendable () async -> Readiness
    let metrics: @Sendable () -> String

    /// A router that answers these paths; a token guards every other path, unknown ones too.
    func router() -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        if let token {
            router.add(middleware: BearerTokenMiddleware(token: token))
        }
        router.get("/healthz") { _, _ in Response.plain("ok\n", .ok) }
        router.get("/readyz") { _, _ in
            switch await readiness() {
            case .ready: Response.plain("ready\n", .ok)
            case .notReady(let reason): Response.plain("not ready: \(reason)\n", .serviceUnavailable)
            }
        }
        router.get("/metrics") { _, _ in
            Response.plain(metrics(), .ok) { $0[.contentType] = ExpositionText.contentType }
        }
        return router
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
