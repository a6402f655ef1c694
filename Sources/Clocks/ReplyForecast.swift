package import BusinessTime
package import Contract

/// Within what time the policy's share of first replies came lately, in the hours of their promises.
package struct ReplyForecast: Sendable {
    /// What replies are looked at together; nil for all.
    package struct Cell: Sendable, Hashable {
        package var category: String?
        package var channel: String?
        /// The hour of the week.
        package var hour: Int?

        package init(category: String? = nil, channel: String? = nil, hour: Int? = nil) {
            self.category = category
            self.channel = channel
            self.hour = hour
        }
    }

    /// The time, and how many replies it stands on.
    package struct Usual: Sendable, Hashable {
        package let time: Duration
        package let count: Int

        package init(time: Duration, count: Int) {
            self.time = time
            self.count = count
        }
    }

    /// The cells that stand on enough replies.
    package var cells: [Cell: Usual] = [:]
    /// The clock by which hours of the week are told.
    package var clock: LocalClock?

    /// A forecast of nothing.
    package init() {}

    /// The time of those who asked about the same by the same channel in that hour of the week.
    ///
    /// Where too few did it is that of any hour, then of all of the channel, then of all; nil where there are too few.
    package func usual(category: String?, channel: String?, at instant: Instant) -> Usual? {
        let (category, channel) = (category ?? "", channel ?? "")
        let hour = clock?.hourOfWeek(at: instant)
        let asked = [
            hour.map { Cell(category: category, channel: channel, hour: $0) },
            Cell(category: category, channel: channel), Cell(channel: channel), Cell(),
        ]
        return asked.lazy.compactMap { $0.flatMap { cells[$0] } }.first
    }
}
