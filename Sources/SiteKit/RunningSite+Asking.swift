import Foundation
import FoundationNetworking

extension RunningSite {
    /// What the site answered.
    package struct Answer: Sendable {
        package let status: Int
        package let body: String
        fileprivate let headers: [String: String]

        /// A header's value, whatever the case of its name; nil without it.
        package subscript(name: String) -> String? { headers[name.lowercased()] }

        /// The name and value of the cookie that was set.
        package var cookie: String? { self["set-cookie"]?.split(separator: ";").first.map(String.init) }
    }

    /// Asks without cookies, and follows nothing; a form is posted.
    package func ask(
        _ path: String,
        method: String = "GET",
        headers: [String: String]? = nil,
        form: String? = nil,
        type: String? = "application/x-www-form-urlencoded"
    ) async throws -> Answer {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = form == nil ? method : "POST"
        request.httpShouldHandleCookies = false
        for (name, value) in headers ?? self.headers { request.setValue(value, forHTTPHeaderField: name) }
        if let form {
            request.httpBody = Data(form.utf8)
            if let type { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        }
        let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let (data, response) = try await session.data(for: request)
        guard let http = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let fields = http.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        return Answer(
            status: http.statusCode,
            body: String(decoding: data, as: UTF8.self),
            headers: Dictionary(fields, uniquingKeysWith: { "\($0), \($1)" })
        )
    }
}

/// Has a redirection handed to the test instead of followed.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
