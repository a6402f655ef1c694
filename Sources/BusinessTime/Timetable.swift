import Synchronization

/// A calendar's open time in absolute time, worked out in blocks when they are first asked for.
///
/// A block costs some ten microseconds to work out and a few kilobytes to keep; a usual question needs one or two.
final class Timetable: Sendable {
    /// The length of a block in seconds: 128 days.
    private static let secondsOfBlock = 128 * 86_400
    /// The length of a block in microseconds.
    static let length = Int64(secondsOfBlock) * 1_000_000
    /// So many are kept, which is more than ten years.
    private static let kept = 32
    /// What a local time may be off from UTC, and an interval may reach beyond its day, with room to spare.
    private static let margin = 5 * 86_400

    private let zone: ZoneRules
    private let week: WeekHours
    private let special: SpecialHours
    private let blocks = Mutex<[Int64: OpenBlock]>([:])

    init(zone: ZoneRules, week: WeekHours, special: SpecialHours) {
        self.zone = zone
        self.week = week
        self.special = special
    }

    /// The number of the block that the instant lies in.
    static func block(of instant: Int64) -> Int64 {
        instant / length - (instant % length < 0 ? 1 : 0)
    }

    /// The block of that number, which begins at that many lengths after 1970-01-01T00:00:00Z.
    func block(_ number: Int64) -> OpenBlock {
        if let block = blocks.withLock({ $0[number] }) { return block }
        let block = expand(number)
        blocks.withLock { blocks in
            if blocks.count >= Self.kept { blocks.removeAll(keepingCapacity: true) }
            blocks[number] = block
        }
        return block
    }

    private func expand(_ number: Int64) -> OpenBlock {
        let start = Int(number) * Self.secondsOfBlock
        let end = start + Self.secondsOfBlock
        let pieces = zone.pieces(from: start - Self.margin, until: end + Self.margin)
        let days = start / 86_400 - 3...end / 86_400 + 3
        let specialHours = special.hours(of: days)
        var stretches: [Range<Int64>] = []
        for day in days {
            let hours = specialHours[day] ?? week[LocalDate(day: day).weekday]
            for interval in hours {
                let open = pieces.first(day * 86_400 + interval.opening * 60)
                let close = pieces.last(day * 86_400 + interval.closing * 60)
                guard open < close else { continue }
                // A special day's hours are its own: a shift of the day before that reaches into it ends at midnight.
                // The day after is looked at too, because where midnight comes twice a day may begin within the next.
                let closed = [day - 1, day + 1].filter { specialHours[$0] != nil }.flatMap(pieces.spans(ofDay:))
                for stretch in Self.subtract(closed, from: open..<close) {
                    let clipped = stretch.clamped(to: start..<end)
                    guard !clipped.isEmpty else { continue }
                    stretches.append(Int64(clipped.lowerBound) * 1_000_000..<Int64(clipped.upperBound) * 1_000_000)
                }
            }
        }
        return OpenBlock(stretches)
    }

    private static func subtract(_ closed: [Range<Int>], from stretch: Range<Int>) -> [Range<Int>] {
        closed.reduce([stretch]) { stretches, gap in
            stretches.flatMap { stretch -> [Range<Int>] in
                guard stretch.overlaps(gap) else { return [stretch] }
                let left = stretch.lowerBound..<max(stretch.lowerBound, gap.lowerBound)
                let right = min(stretch.upperBound, gap.upperBound)..<stretch.upperBound
                return [left, right].filter { !$0.isEmpty }
            }
        }
    }
}
