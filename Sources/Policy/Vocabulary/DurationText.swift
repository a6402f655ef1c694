/// Durations as the policy writes them: `90s`, `15m`, `1h30m`, `7d`, `2w`; a day is 24 hours.
package enum DurationText {
    private static let units: [(letter: Character, seconds: Int)] = [
        ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// The duration that the text says; nil unless it is whole numbers with their units, the greatest unit first.
    package static func duration(_ text: String) -> Duration? {
        var rest = text[...]
        var seconds = 0
        for unit in units {
            guard let end = rest.firstIndex(where: { !("0"..."9").contains($0) }) else { return nil }
            guard end != rest.startIndex,
                end < rest.index(rest.startIndex, offsetBy: 9, limitedBy: rest.endIndex) ?? rest.endIndex
            else { return nil }
            guard rest[end] == unit.letter, let number = Int(rest[..<end]) else { continue }
            seconds += number * unit.seconds
            rest = rest[rest.index(after: end)...]
            if rest.isEmpty { return .seconds(seconds) }
        }
        return nil
    }

    /// The duration in words of the policy, to the second.
    package static func text(_ duration: Duration) -> String {
        var rest = Int(duration.components.seconds)
        guard rest > 0 else { return "0s" }
        var text = ""
        for unit in units where unit.letter != "w" && rest >= unit.seconds {
            text += "\(rest / unit.seconds)\(unit.letter)"
            rest %= unit.seconds
        }
        return text
    }
}

extension Duration {
    static func minutes(_ minutes: Int) -> Duration { .seconds(60 * minutes) }
    static func hours(_ hours: Int) -> Duration { .seconds(3600 * hours) }
    static func days(_ days: Int) -> Duration { .seconds(86_400 * days) }
}
