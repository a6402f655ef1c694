import Contract
import Crypto
package import Hummingbird
import NIOCore
package import Pages

extension Response {
    /// A page that no cache keeps.
    package static func page(_ page: Page, _ status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.html.text))
        )
    }

    /// Content that the browser may keep and has to ask about: who has it already is told so in place of it.
    package static func tagged(_ content: some StringProtocol, type: String, for request: Request) -> Response {
        let tag = EntityTag(of: content)
        var headers = HTTPFields()
        headers[.eTag] = tag.text
        headers[.cacheControl] = "private, no-cache"
        headers[.vary] = "Cookie, Authorization, Accept"
        if tag.isAmong(request.headers[.ifNoneMatch]) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = type
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: String(content)))
        )
    }

    /// A page that the browser may keep and has to ask about.
    package static func tagged(_ page: Page, for request: Request) -> Response {
        tagged(page.html.text, type: "text/html; charset=utf-8", for: request)
    }

    /// An asset, which may be kept for ever.
    static func asset(_ asset: Asset) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "\(asset.mediaType); charset=utf-8"
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.content)))
    }

    /// Go on there with a GET, as after a form.
    package static func seeOther(_ link: Link) -> Response {
        var headers = HTTPFields()
        headers[.location] = link.text
        headers[.cacheControl] = "no-store"
        return Response(status: .seeOther, headers: headers)
    }
}

extension Request {
    /// The fields of a form that was sent as the body.
    ///
    /// - Throws: an answer of status 413 when the body is longer than `limit` bytes.
    package func form(limit: Int = 64 << 10) async throws -> [(name: String, value: String)] {
        var request = self
        do {
            let body = try await request.collectBody(upTo: limit)
            return PercentCode.fields(String(buffer: body))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
    }
}

extension Request {
    /// The language that the reader has chosen by a link of the page.
    package var chosenLanguage: String? { uri.queryParameters["lang"].map(String.init) }

    /// The language to answer in: the chosen one, else that of the reader, as far as known, else the browser's.
    package func language(ofReader language: String?) -> PageLanguage {
        let accepted = headers[.acceptLanguage]?.split { $0 == "," || $0 == " " }.map { String($0) } ?? []
        return PageLanguage(firstOf: [chosenLanguage, language] + accepted)
    }
}

extension RouterMethods<WebContext> {
    /// Serves an asset at its link.
    package func serve(_ asset: Asset) {
        get(RouterPath(asset.link.text)) { _, _ in Response.asset(asset) }
    }
}

/// The tag by which a browser names the content that it has.
struct EntityTag: Sendable, Equatable {
    /// As it stands in the header, in quotation marks.
    let text: String

    init(of content: some StringProtocol) {
        text = "\"\(Hexadecimal.text(of: SHA256.hash(data: Array(content.utf8)).prefix(12)))\""
    }

    /// Whether `If-None-Match` names it; a proxy that compresses makes it weak.
    func isAmong(_ header: String?) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { part in
            let tag = part.drop { $0 == " " }
            return tag == "*" || (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == text
        }
    }
}
