/// Why a text is not an address of Redis.
package struct RedisURLFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What every address must look like.
    package static let shape =
        "redis://[user:password@]host[:port][/db] or unix:///path[?db=N]; several hosts, comma-separated, for a Cluster,"
        + " or with ?sentinel=NAME for Sentinels"

    /// What is wrong and what is allowed.
    ///
    /// It repeats nothing of the text, since a slip may put the password anywhere.
    package let reason: String

    package var description: String { reason }

    init(_ reason: String) {
        self.reason = reason
    }
}
