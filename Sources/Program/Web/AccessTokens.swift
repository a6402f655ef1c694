/// What the holder of a token may see.
package enum AccessRole: String, Sendable, CaseIterable {
    /// Readiness and metrics, and no figures.
    case metrics = "metrics-token"
    /// Figures, reports and the pages about them, and no single case or person.
    case figures = "reader-token"
    /// Everything.
    case everything = "dashboard-token"

    /// The secret whose bytes are the role's token.
    package var secret: String { rawValue }

    /// Whether the role may do what another may.
    func includes(_ other: AccessRole) -> Bool {
        let order = Self.allCases
        return (order.firstIndex(of: self) ?? 0) >= (order.firstIndex(of: other) ?? 0)
    }
}

/// The tokens that open a program's pages, each with its role.
///
/// Every token is compared with what was sent, whichever it is, so that the time tells nothing of them.
package struct AccessTokens: Sendable {
    private struct Holder: Sendable {
        let role: AccessRole
        let token: BearerToken
        let seal: SessionSeal
    }

    private let holders: [Holder]

    /// The tokens of some roles; with none, everything is open to this machine.
    package init(_ secrets: [AccessRole: [UInt8]] = [:]) {
        holders = AccessRole.allCases.compactMap { role in
            secrets[role].map { Holder(role: role, token: BearerToken($0), seal: SessionSeal(token: $0)) }
        }
    }

    var isEmpty: Bool { holders.isEmpty }

    /// The role that a header `Authorization` proves.
    func role(provenBy header: String?) -> AccessRole? { role { $0.token.isProven(by: header) } }

    /// The role of the value of a cookie that was given for a token.
    func role(ofSession value: String, at now: Int64) -> AccessRole? { role { $0.seal.accepts(value, at: now) } }

    /// A new cookie's value for somebody who gave a token for pages; nil where it is none.
    func session(for token: [UInt8], at now: Int64) -> String? {
        guard let found = role(where: { $0.token.equals(token) }), found != .metrics else { return nil }
        return holders.first { $0.role == found }?.seal.issue(at: now)
    }

    private func role(where isTrue: (Holder) -> Bool) -> AccessRole? {
        var found: AccessRole?
        for holder in holders where isTrue(holder) { found = holder.role }
        return found
    }
}
