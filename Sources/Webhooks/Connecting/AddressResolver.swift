/// Looks up the addresses of names.
package protocol AddressResolver: Sendable {
    /// All addresses of a name, the best first.
    ///
    /// - Throws: any error, when there is none or nobody answers within the limit.
    func addresses(of name: String, within limit: Duration) async throws -> [IPAddress]
}

/// There is no address for a name, or no answer in time.
package struct NameNotFound: Error {
    package init() {}
}
