import Hummingbird

/// Who may ask what: the one decision about access.
struct AccessRule: Sendable {
    enum Decision: Sendable, Equatable {
        case granted(AccessRole)
        /// A browser that is to be shown the sign-in form.
        case signIn
        case unauthorized
        /// With a sentence that says why.
        case forbidden(String)
    }

    let tokens: AccessTokens
    /// What anybody may ask: a path that ends with a slash with all that is below it, any other alone.
    let openPaths: [String]

    /// Judges a request by its head.
    func judge(_ request: Request, at now: Int64) -> Decision {
        let path = request.uri.path
        if path == StatusEndpoints.health { return .granted(.metrics) }
        let isOpen = openPaths.contains { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }
        if let proven = tokens.role(provenBy: request.headers[.authorization]) { return judge(proven, path, isOpen) }
        let signedIn = tokens.isEmpty ? .everything : sessionRole(of: request, at: now)
        guard let role = signedIn ?? (isOpen ? .metrics : nil) else {
            return request.wantsPage ? .signIn : .unauthorized
        }
        if !isOpen, tokens.isEmpty, !StatusEndpoints.paths.contains(path), !request.namesLoopback {
            // Otherwise a name that another site's owner points here would let that site read the pages.
            return .forbidden(
                "without a dashboard token this is served to the names localhost, 127.0.0.1 and [::1] alone"
            )
        }
        guard request.method == .get || request.method == .head || request.comesFromHere else {
            return .forbidden("this request was sent by a page of another site")
        }
        return judge(role, path, isOpen)
    }

    /// What a role may ask for as far as the path tells; routes ask for more where they need it.
    private func judge(_ role: AccessRole, _ path: String, _ isOpen: Bool) -> Decision {
        guard isOpen || role.includes(.figures) || StatusEndpoints.paths.contains(path) else {
            let paths = StatusEndpoints.paths.joined(separator: ", ")
            return .forbidden("the secret \(AccessRole.metrics.secret) opens \(paths) alone")
        }
        return .granted(role)
    }

    /// The cookie's name; the prefix has browsers refuse it unless it came encrypted and for this host alone.
    static func cookieName(isSecure: Bool) -> String { isSecure ? "__Host-saypro" : "saypro" }

    private func sessionRole(of request: Request, at now: Int64) -> AccessRole? {
        let values = [true, false].compactMap { request.cookies[Self.cookieName(isSecure: $0)]?.value }
        return values.lazy.compactMap { tokens.role(ofSession: $0, at: now) }.first
    }
}

extension Request {
    /// Whether a person is waiting for a page, rather than a program for an answer.
    fileprivate var wantsPage: Bool {
        method == .get && headers[.accept]?.contains("text/html") == true
    }

    /// Whether the host asked for can only be this machine.
    fileprivate var namesLoopback: Bool {
        guard let authority = head.authority else { return false }
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        return ListenAddress(host: host.lowercased(), port: 0).isLoopback
    }

    /// Whether a request that changes something was sent by a page of this site, or by no page at all.
    ///
    /// Browsers say where a request comes from. What does not say it is no browser, and has no business with cookies.
    fileprivate var comesFromHere: Bool {
        if let site = headers.value("Sec-Fetch-Site") { return site == "same-origin" || site == "none" }
        guard let origin = headers[.origin] else { return headers[.cookie] == nil }
        guard let host = head.authority, let scheme = origin.firstRange(of: "://") else {
            return false
        }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}
