package import Contract

/// A stretch of time, `[start, end)`.
package struct Period: Sendable, Hashable {
    /// Its first instant.
    package let start: Instant
    /// The instant at which it is over; not before its start.
    package let end: Instant

    /// The stretch, or nil when it would end before it starts.
    package init?(_ start: Instant, _ end: Instant) {
        guard start <= end else { return nil }
        self.start = start
        self.end = end
    }
}

extension Period: CustomStringConvertible {
    package var description: String { "\(start)/\(end)" }
}

extension [Period] {
    /// The same time as periods in order that neither overlap nor touch, without empty ones.
    package var union: [Period] {
        var union: [Period] = []
        for period in sorted(by: { $0.start < $1.start }) where period.start < period.end {
            if let last = union.last, period.start <= last.end {
                guard period.end > last.end, let longer = Period(last.start, period.end) else { continue }
                union[union.endIndex - 1] = longer
            } else {
                union.append(period)
            }
        }
        return union
    }
}
