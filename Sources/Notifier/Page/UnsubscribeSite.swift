import Contract
import Hummingbird
import Logging
import Pages
import Policy
package import Program

/// Where the unsubscribe link of a mail leads, at `/unsubscribe/` and the reader's token.
///
/// A GET shows a page with a button and writes nothing, since mail scanners open links; a POST of
/// `List-Unsubscribe=One-Click`, from that button or from a mail program (RFC 8058), ends the mail that need not be. The
/// token is all that it takes. A wish reaches the reader's lane as a letter, and is told as noted only when PostgreSQL has
/// it.
package struct UnsubscribeSite: Sendable {
    private let memory: NotifierMemory

    /// The link's page beside the stage that has the memory.
    package init(_ memory: NotifierMemory) { self.memory = memory }

    /// What is served beside the status endpoints.
    package var site: Site {
        Site(openPaths: ["/unsubscribe/"]) { [memory] router, supplies in
            // Mail programs ask from few addresses on behalf of many readers.
            let limiter = Limiter(RateLimit(every: .milliseconds(200), burst: 100))
            router.get("/unsubscribe/:token") { request, context -> Response in
                try await Visit(memory, supplies, request, token: context.parameters.get("token")).show()
            }
            router.post("/unsubscribe/:token") { request, context -> Response in
                let wait = limiter.wait(for: request.client(of: context))
                guard wait == .zero else { return .tooMany(wait) }
                return try await Visit(memory, supplies, request, token: context.parameters.get("token")).note()
            }
        }
    }
}

/// One request for the page.
private struct Visit {
    private let memory: NotifierMemory
    private let supplies: SiteSupplies
    private let request: Request
    private let token: UUIDv7?

    init(_ memory: NotifierMemory, _ supplies: SiteSupplies, _ request: Request, token: String?) {
        self.memory = memory
        self.supplies = supplies
        self.request = request
        self.token = token.flatMap { UUIDv7($0) }
    }

    /// Shows the page, and writes nothing.
    func show() async throws -> Response {
        guard let token, let reader = try await reader(token) else { return unknown }
        let page = UnsubscribePage(words: words(reader))
        switch request.uri.queryParameters["done"].map(String.init) {
        case "1": return .page(page.ended(at: link(token)))
        case "0": return .page(page.resumed(at: link(token)))
        default: break
        }
        guard !reader.isUnsubscribed else { return .page(page.ended(at: link(token))) }
        let ways = reader.ways(besidesMail: memory.rules?.notices.userChannels ?? [.inApp])
        return .page(page.ask(at: link(token), ways: ways))
    }

    /// Notes what the form says.
    func note() async throws -> Response {
        guard let token, let reader = try await reader(token) else { return unknown }
        let page = UnsubscribePage(words: words(reader))
        guard let isWanted = OneClick.wish(try await fields()) else { return .page(page.unclear, .badRequest) }
        do {
            _ = try await supplies.database.run(reader.letter(wantsMail: isWanted))
        } catch {
            supplies.logger.warning("A wish about mail could not be noted", metadata: ["why": "\(error)"])
            return .page(page.later, .serviceUnavailable)
        }
        // A mail program follows no redirect (RFC 8058, 3.2) and needs none: the page itself is the answer.
        guard isBrowser else { return .page(isWanted ? page.resumed(at: link(token)) : page.ended(at: link(token))) }
        return .seeOther(link(token).with("done", isWanted ? "0" : "1"))
    }

    /// The form's fields, in either form that RFC 8058 allows.
    private func fields() async throws -> [(name: String, value: String)] {
        guard request.headers[.contentType]?.lowercased().hasPrefix("multipart/form-data") == true else {
            return try await request.form(limit: 4096)
        }
        var request = request
        let text = String(buffer: try await request.collectBody(upTo: 4096)).replacing("\r\n", with: "\n")
        // One field with one short value is all that is asked for: no more of the format is needed.
        guard text.contains("name=\"\(OneClick.field)\""),
            let value = [OneClick.unsubscribe, OneClick.subscribe].first(where: { text.contains("\n\n\($0)\n") })
        else { return [] }
        return [(OneClick.field, value)]
    }

    private func reader(_ token: UUIDv7) async throws -> MailReader? {
        try await supplies.database.query(MailReader.statement(token)).first.flatMap { MailReader($0) }
    }

    private var isBrowser: Bool { request.headers[.accept]?.contains("text/html") == true }

    private func words(_ reader: MailReader?) -> UnsubscribeWords {
        UnsubscribeWords.of(request.language(ofReader: reader?.language))
    }

    private func link(_ token: UUIDv7) -> Link {
        Link("unsubscribe", token.description).with("lang", request.chosenLanguage)
    }

    private var unknown: Response { .page(UnsubscribePage(words: words(nil)).unknown, .notFound) }
}
