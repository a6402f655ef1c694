import Contract
import Hummingbird
import Logging
import Pages

/// The form that takes the dashboard token, and the cookie that it gives for it.
struct SignIn: Sendable {
    static let path = "sign-in"
    static let endPath = "sign-out"

    let tokens: AccessTokens
    private let guesses = Limiter(.guessing)

    init(tokens: AccessTokens) { self.tokens = tokens }

    func addRoutes(to router: Router<WebContext>) {
        router.get("sign-in") { request, _ in
            let fields = PercentCode.fields(request.uri.query ?? "")
            return Response.page(Self.page(next: fields.first { $0.name == "next" }?.value, fault: nil))
        }
        router.post("sign-in") { request, context in try await enter(request, context) }
        router.post("sign-out") { request, _ in
            var response = Response.seeOther(Link(Self.path))
            response.setCookie(Self.cookie("", lifetime: 0, isSecure: request.isSecure))
            return response
        }
    }

    private func enter(_ request: Request, _ context: WebContext) async throws -> Response {
        let wait = guesses.wait(for: request.client(of: context))
        guard wait == .zero else { return .tooMany(wait) }
        let fields = try await request.form(limit: 8 << 10)
        let next = fields.first { $0.name == "next" }?.value
        let given = fields.first { $0.name == "token" }?.value ?? ""
        let now = Instant.now().microseconds / 1_000_000
        guard let value = tokens.session(for: Array(given.utf8), at: now) else {
            context.logger.notice("A sign-in was refused")
            return .page(Self.page(next: next, fault: "This is not the dashboard token."), .forbidden)
        }
        var response = Response.seeOther(Self.destination(next))
        response.setCookie(Self.cookie(value, lifetime: Int(SessionSeal.lifetime), isSecure: request.isSecure))
        return response
    }

    /// Where to go on: a page of this site, whatever the form says.
    static func destination(_ next: String?) -> Link {
        guard let next, next.hasPrefix("/") else { return Link() }
        let parts = next.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var link = Link(query: parts.count == 2 ? PercentCode.fields(parts[1]) : [])
        link.path = parts[0].split(separator: "/").compactMap { PercentCode.decode($0) }
        return link
    }

    private static func cookie(_ value: String, lifetime: Int, isSecure: Bool) -> Cookie {
        Cookie(
            name: AccessRule.cookieName(isSecure: isSecure),
            value: value,
            maxAge: lifetime,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .strict
        )
    }

    private static func page(next: String?, fault: String?) -> Page {
        Page(
            title: "Sign in",
            content: """
                <h1>Sign in</h1>
                <form method="post" action="\(Link(path))" class="card">
                \(Control.hidden("next", next ?? "/"))
                \(Control.line(
                    "token",
                    label: "Dashboard token",
                    kind: "password",
                    autocomplete: "current-password",
                    isRequired: true,
                    fault: fault
                ))
                <p class="hint">It is the secret <code>dashboard-token</code> that the programs were started with, or
                <code>reader-token</code> for figures alone.</p>
                \(Control.button("Sign in"))
                </form>
                """,
            style: "narrow"
        )
    }
}
