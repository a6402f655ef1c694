/// How urgent a case is, P1 the most.
package enum Tier: String, CaseIterable, Sendable, Hashable, Comparable {
    case p1 = "P1"
    case p2 = "P2"
    case p3 = "P3"
    case p4 = "P4"

    /// The next more urgent tier; nil for the first.
    package var raised: Tier? { Tier.allCases.last { $0 < self } }

    /// Whether `one` is more urgent.
    package static func < (one: Tier, other: Tier) -> Bool { one.rawValue < other.rawValue }
}
