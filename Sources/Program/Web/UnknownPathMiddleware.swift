package import Hummingbird

/// Answers what no route does, as a site wants it.
///
/// A route with a wildcard does not see all of it: once a path has begun like a longer route, no other one is tried.
package struct UnknownPathMiddleware: RouterMiddleware {
    package typealias Context = WebContext
    /// The answer; nil where somebody else is to give it.
    private let answer: @Sendable (Request, WebContext) async throws -> Response?

    package init(answer: @escaping @Sendable (Request, WebContext) async throws -> Response?) {
        self.answer = answer
    }

    @concurrent package func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && error.body == nil {
            guard let response = try await answer(request, context) else { throw error }
            return request.method == .head ? response.createHeadResponse() : response
        }
    }
}
