import Hummingbird

/// Tells everything after it which proxies are believed about whom they speak for.
struct ProxyMiddleware: RouterMiddleware {
    typealias Context = WebContext
    let proxies: [NetworkBlock]

    @concurrent func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.proxies = proxies
        return try await next(request, context)
    }
}
