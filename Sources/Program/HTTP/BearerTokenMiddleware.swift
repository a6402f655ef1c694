import Hummingbird

/// Answers 401 to whoever does not prove to know the token; `/healthz` is open to all.
struct BearerTokenMiddleware<Context: RequestContext>: RouterMiddleware {
    let token: BearerToken

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if request.uri.path == StatusEndpoints.health || token.isProven(by: request.headers[.authorization]) {
            return try await next(request, context)
        }
        return .plain("this needs the header Authorization: Bearer with the dashboard token\n", .unauthorized) {
            $0[.wwwAuthenticate] = "Bearer realm=\"saypro\""
        }
    }
}
