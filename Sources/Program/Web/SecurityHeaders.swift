import Hummingbird
import Logging

/// Adds to every answer what tells a browser to load nothing from elsewhere, to guess nothing and to pass nothing on.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = WebContext
    /// How much of a request is logged; the server itself is silent about what clients do.
    let logLevel: Logger.Level

    /// The pages load their own stylesheet and script, draw inside themselves, send forms to themselves, and nothing else.
    static let policy = [
        "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    @concurrent func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.logger.logLevel = logLevel
        var response = try await answer(request, context, next)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        // Not "no-referrer": with that, browsers send "Origin: null" with this site's own forms.
        response.headers.set("Referrer-Policy", "same-origin")
        response.headers.set("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    /// What the routes answer, or what their error means; the reason for a fault is for the log alone.
    private func answer(
        _ request: Request,
        _ context: WebContext,
        _ next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && error.body == nil {
            return .plain("there is nothing at this address\n", .notFound)
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error("A request met a fault", metadata: ["error": "\("\(error)".onOneLine)"])
            return .plain("something went wrong here; the log of the program says more\n", .internalServerError)
        }
    }
}
