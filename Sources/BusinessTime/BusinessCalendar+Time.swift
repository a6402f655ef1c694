package import Contract

extension BusinessCalendar {
    /// Reads an RFC 3339 time; one without an offset is what the wall shows in the calendar's zone.
    ///
    /// A time that the wall shows twice is the first one, a time that it skips the first valid instant.
    package func instant(_ text: String) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        guard let wall = Instant(rfc3339: text + "Z"), Reach.inside(wall) != nil else { return nil }
        let second = wall.microseconds / 1_000_000 - (wall.microseconds % 1_000_000 < 0 ? 1 : 0)
        let fraction = wall.microseconds - second * 1_000_000
        let day = 86_400
        let pieces = zone.pieces(from: Int(second) - 3 * day, until: Int(second) + 3 * day)
        let first = pieces.first(Int(second))
        // Of a skipped time nothing is left but the instant at which the clocks go on.
        let isShown = first + zone.offset(at: first) == Int(second)
        return Instant(microseconds: Int64(first) * 1_000_000 + (isShown ? fraction : 0))
    }
}
