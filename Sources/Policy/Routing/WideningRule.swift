/// When a waiting case is offered to admins who fit less well than its team, region, language and skills want.
package struct WideningRule: Sendable, Hashable {
    /// The share (0 to 1) of the time to the next breach for which a case waits for its team while somebody of it is there.
    package var team = 0.25
    /// The share (0 to 1) of the time to the next breach after which the region no longer matters.
    package var language = 0.25
    /// The share (0 to 1) of the time to the next breach after which neither language nor skills matter any more.
    package var anyone = 0.6
    /// What counts as the time to the next breach for a case about which nothing is promised.
    package var basis = Duration.seconds(3600)

    /// The values above.
    package init() {}
}

/// Teams for the cases that must not wait.
package struct DedicatedStaff: Sendable, Hashable {
    /// The team of each tier's cases, whatever their category.
    package var tiers: [Tier: Name<Team>] = [:]
    /// The team of cases that are escalated to a more senior admin.
    package var escalated: Name<Team>?

    /// None.
    package init() {}
}
