import Hummingbird

/// Who may ask what: the one decision about access.
struct AccessRule: Sendable {
    enum Decision: Sendable, Equatable {
        case granted
        /// A browser that is to be shown the sign-in form.
        case signIn
        case unauthorized
        /// With a sentence that says why.
        case forbidden(String)
    }

    let token: BearerToken?
    let seal: SessionSeal?
    let openPaths: [String]

    init(token: [UInt8]?, openPaths: [String]) {
        self.token = token.map(BearerToken.init)
        seal = token.map(SessionSeal.init)
        self.openPaths = openPaths
    }

    /// Judges a request by its head.
    func judge(_ request: Request, at now: Int64) -> Decision {
        let path = request.uri.path
        if path == StatusEndpoints.health { return .granted }
        if let token, token.isProven(by: request.headers[.authorization]) { return .granted }
        let isOpen = openPaths.contains { path.hasPrefix($0) }
        guard isOpen || token == nil || isSignedIn(request, at: now) else {
            return request.wantsPage ? .signIn : .unauthorized
        }
        if !isOpen, token == nil, !StatusEndpoints.paths.contains(path), !request.namesLoopback {
            // Otherwise a name that another site's owner points here would let that site read the pages.
            return .forbidden(
                "without a dashboard token this is served to the names localhost, 127.0.0.1 and [::1] alone"
            )
        }
        guard request.method == .get || request.method == .head || request.comesFromHere else {
            return .forbidden("this request was sent by a page of another site")
        }
        return .granted
    }

    /// The cookie's name; the prefix has browsers refuse it unless it came encrypted and for this host alone.
    static func cookieName(isSecure: Bool) -> String { isSecure ? "__Host-saypro" : "saypro" }

    func isSignedIn(_ request: Request, at now: Int64) -> Bool {
        guard let seal else { return false }
        return [true, false].contains { isSecure in
            request.cookies[Self.cookieName(isSecure: isSecure)].map { seal.accepts($0.value, at: now) } ?? false
        }
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
