import Hummingbird

/// Answers 401 to whoever does not prove to know a token; `/healthz` is open to all.
struct BearerTokenMiddleware<Context: RequestContext>: RouterMiddleware {
    let tokens: AccessTokens

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if request.uri.path == StatusEndpoints.health || tokens.role(provenBy: request.headers[.authorization]) != nil {
            return try await next(request, context)
        }
        return .plain("this needs the header Authorization: Bearer with a token\n", .unauthorized) {
            $0[.wwwAuthenticate] = "Bearer realm=\"saypro\""
        }
    }
}
