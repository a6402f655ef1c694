/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Leap seconds are not counted, as in POSIX time. One type serves event times, deadlines and arrival times.
package struct Instant: Hashable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    package let microseconds: Int64

    /// The instant that many microseconds after 1970-01-01T00:00:00Z.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The instant that many milliseconds after 1970-01-01T00:00:00Z; one too far to express is cut to the furthest.
    package init(milliseconds: UInt64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
        microseconds = overflow ? .max : Int64(clamping: product)
    }

    /// The system's clock, read now.
    package static func now() -> Instant {
        let sinceEpoch = SystemClock.sinceEpoch()
        return Instant(microseconds: sinceEpoch)
    }
}

extension Instant: Comparable {
    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Instant {
    /// The instant that much later; one too far to express is cut to the furthest.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.microseconds.addingReportingOverflow(duration.wholeMicroseconds)
        return Instant(microseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// The instant that much earlier; one too far to express is cut to the furthest.
    package static func - (instant: Instant, duration: Duration) -> Instant {
        let (difference, overflow) = instant.microseconds.subtractingReportingOverflow(duration.wholeMicroseconds)
        return Instant(microseconds: overflow ? (duration < .zero ? .max : .min) : difference)
    }

    /// How long it is from the right instant to the left one.
    package static func - (later: Instant, earlier: Instant) -> Duration {
        .microseconds(later.microseconds) - .microseconds(earlier.microseconds)
    }
}

extension Duration {
    /// The duration in microseconds, cut to what an `Int64` holds; parts of a microsecond are dropped.
    package var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }
}
