/// What the policy lets one publishing service do.
package struct SourceRights: Sendable, Hashable {
    /// Where a source writes.
    package enum Door: String, Sendable, CaseIterable {
        /// The streams that all sources share.
        case shared
        /// Streams of its own.
        case `private`
    }

    /// The types that it may publish: names, `case.*`, or `*`.
    package let publish: [String]
    /// Whether it may publish what happened more than a day ago.
    package let backfill: Bool
    /// Whether it is exempt from the rate limit.
    package let unlimited: Bool
    /// Where it writes.
    package let door: Door
    /// The name of its signing key; nil if it does not sign.
    package let key: String?
    /// How many messages it may post for each user.
    package let rate: RateLimit

    /// Rights of those parts.
    package init(
        publish: [String],
        backfill: Bool = false,
        unlimited: Bool = false,
        door: Door = .shared,
        key: String? = nil,
        rate: RateLimit = .standard
    ) {
        self.publish = publish
        self.backfill = backfill
        self.unlimited = unlimited
        self.door = door
        self.key = key
        self.rate = rate
    }

    /// Whether one of the patterns covers the type.
    package func mayPublish(_ type: CommandType) -> Bool {
        publish.contains { Self.pattern($0, covers: type) }
    }

    /// Whether the pattern, a name or a beginning followed by `*`, covers the type.
    package static func pattern(_ pattern: String, covers type: CommandType) -> Bool {
        if pattern == "*" || pattern == type.rawValue { return true }
        return pattern.hasSuffix(".*") && type.rawValue.hasPrefix(pattern.dropLast())
    }
}

/// How many messages a sender may post: a bucket that holds `burst` and refills at `perMinute`.
package struct RateLimit: Sendable, Hashable {
    /// How many messages a minute are added to the bucket.
    package let perMinute: Int
    /// How many messages the bucket holds.
    package let burst: Int

    /// The limit of a source for which the policy says nothing.
    package static let standard = RateLimit(perMinute: 60, burst: 120)

    /// A limit of those parts, both at least 1.
    package init(perMinute: Int, burst: Int) {
        self.perMinute = perMinute
        self.burst = burst
    }
}
