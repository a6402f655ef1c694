package import Hummingbird

/// Answers 429 to a client that asks too often.
package struct RateLimitMiddleware: RouterMiddleware {
    package typealias Context = WebContext
    private let limiter: Limiter

    /// A limit of its own for what is added to a router or group after it.
    package init(_ limit: RateLimit) {
        limiter = Limiter(limit)
    }

    @concurrent package func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        // A probe that is refused would have the program restarted.
        if request.uri.path == StatusEndpoints.health { return try await next(request, context) }
        let wait = limiter.wait(for: request.client(of: context))
        return wait == .zero ? try await next(request, context) : .tooMany(wait)
    }
}

extension Request {
    /// Who asks.
    package func client(of context: WebContext) -> ClientAddress {
        ClientAddress(
            peer: context.peer,
            forwardedFor: headers.value("X-Forwarded-For"),
            proxies: context.proxies
        )
    }

    /// Whether the client's own connection is encrypted, as the proxy in front says.
    var isSecure: Bool {
        headers.value("X-Forwarded-Proto")?.split(separator: ",").last?.lowercased().filter { $0 != " " } == "https"
    }
}

extension Response {
    /// Come again after that long.
    package static func tooMany(_ wait: Duration) -> Response {
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        return .plain("too many requests; try again in \(seconds) s\n", .tooManyRequests) {
            $0[.retryAfter] = String(seconds)
        }
    }
}
