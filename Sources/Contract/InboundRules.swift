/// What the policy and the secrets say about publishers, as the validation needs it.
package struct InboundRules: Sendable, Hashable {
    /// The rights of each source; one that is not here may publish nothing.
    package let sources: [SourceID: SourceRights]
    /// The signing keys that could be read, by source.
    package let keys: [SourceID: [UInt8]]
    /// Whether the streams that all sources share are open.
    package let sharedDoorOpen: Bool

    /// Rules of those parts.
    package init(sources: [SourceID: SourceRights], keys: [SourceID: [UInt8]] = [:], sharedDoorOpen: Bool = true) {
        self.sources = sources
        self.keys = keys
        self.sharedDoorOpen = sharedDoorOpen
    }

    /// The limit on the source's messages for each user; nil if it is exempt.
    package func rateLimit(of source: SourceID) -> RateLimit? {
        guard let rights = sources[source] else { return .standard }
        return rights.unlimited || rights.backfill ? nil : rights.rate
    }

    /// The sources that write to streams of their own, sorted.
    package var privateDoors: [SourceID] {
        sources.filter { $0.value.door == .private }.map(\.key).sorted { $0.rawValue < $1.rawValue }
    }
}
