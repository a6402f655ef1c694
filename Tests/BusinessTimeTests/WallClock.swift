@testable import BusinessTime

/// What the wall clock of a zone shows at each quarter of an hour of some years.
struct WallClock: Sendable {
    private static let step = 900
    let zone: String
    private let start: Int
    private let shown: [Int]

    init?(_ zone: String, from start: Int, until end: Int) {
        guard let rules = ZoneRules(zone) else { return nil }
        self.zone = zone
        self.start = start
        shown = stride(from: start, to: end, by: Self.step).map { $0 + rules.offset(at: $0) }
    }

    /// What it shows at the second.
    func shows(at second: Int) -> Int {
        shown[(second - start) / Self.step] + (second - start) % Self.step
    }

    /// The first second at which it shows that time, or else at which it shows a later one.
    func opening(_ local: Int) -> Int {
        var index = (local - start) / Self.step - 64
        while shown[index] + Self.step <= local { index += 1 }
        return start + index * Self.step + max(0, local - shown[index])
    }

    /// The last second at which it shows that time, or else the one before which it shows an earlier one.
    func closing(_ local: Int) -> Int {
        var index = (local - start) / Self.step + 64
        while shown[index] > local { index -= 1 }
        return start + index * Self.step + min(Self.step, local - shown[index])
    }
}
