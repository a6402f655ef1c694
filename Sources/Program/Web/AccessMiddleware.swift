import Contract
import Hummingbird
import Pages

/// Lets through what the rule grants.
struct AccessMiddleware: RouterMiddleware {
    typealias Context = WebContext
    let rule: AccessRule

    @concurrent func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        switch rule.judge(request, at: Instant.now().microseconds / 1_000_000) {
        case .granted(let role):
            var context = context
            context.role = role
            return try await next(request, context)
        case .signIn:
            return .seeOther(Link(SignIn.path, query: [("next", request.uri.string)]))
        case .unauthorized:
            return .plain("this needs the header Authorization: Bearer with a token\n", .unauthorized) {
                $0[.wwwAuthenticate] = "Bearer realm=\"saypro\""
            }
        case .forbidden(let sentence):
            return .plain(sentence + "\n", .forbidden)
        }
    }
}
