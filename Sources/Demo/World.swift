import Contract

/// What all tales of a period have in common.
struct World: Sendable {
    let seed: UInt64
    let label: String
    let office: Office
    let season: Season
    /// Entries from here on are not told: the period is over, or they are not yet history.
    let end: Int

    init(seed: UInt64, period: DemoPeriod, end: Instant) {
        self.seed = seed
        label = period.label
        season = Season(days: period.days)
        office = Office(seed: seed, days: period.days)
        self.end = min(end, period.end).seconds
    }

    /// What every id of this demonstration begins with.
    var prefix: String { "demo-\(label)-\(seed)" }
}
