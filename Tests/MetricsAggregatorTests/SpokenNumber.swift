import Figures

/// A number as it is read back from the text that people see, by rules of its own: it shares no code with the writing.
struct SpokenNumber {
    let value: Double
    /// How far the number that was written may be from it: half of the last unit that is shown.
    let slack: Double

    /// Reads a text of a unit; nil for one that is not written as that unit is.
    init?(_ text: String, _ unit: FigureUnit) {
        let text = text.replacing("\u{A0}", with: " ").replacing("−", with: "-")
        switch unit {
        case .count: self.init(text, decimals: 1, suffix: "", scale: 1)
        case .share, .change: self.init(text, decimals: 1, suffix: " %", scale: 100)
        case .stars: self.init(text, decimals: 2, suffix: "", scale: 1)
        case .seconds: self.init(duration: text)
        }
        if unit == .change, value > 0.0006, !text.hasPrefix("+") { return nil }
    }

    private init?(_ text: String, decimals: Int, suffix: String, scale: Double) {
        guard text.hasSuffix(suffix) else { return nil }
        let digits = text.dropLast(suffix.count)
        let whole = digits.prefix { $0 != "." }.drop { $0 == "-" || $0 == "+" }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.first.map({ (1...3).contains($0.count) }) == true,
            groups.dropFirst().allSatisfy({ $0.count == 3 }),
            let number = Double(digits.replacing(",", with: ""))
        else { return nil }
        value = number / scale
        slack = (decimals == 2 ? 0.005 : 0.05) / scale * 1.000_001
    }

    private init?(duration text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2 || words.count == 4 else { return nil }
        let seconds: [Substring: Double] = ["s": 1, "min": 60, "h": 3600, "d": 86_400]
        let pairs = stride(from: 0, to: words.count, by: 2).map { (words[$0], words[$0 + 1]) }
        var total = 0.0
        var sign = 1.0
        for (place, pair) in pairs.enumerated() {
            guard var number = Double(pair.0.replacing(",", with: "")), let unit = seconds[pair.1] else { return nil }
            if place == 0, pair.0.hasPrefix("-") { (sign, number) = (-1, -number) }
            total += number * unit
        }
        value = sign * total
        // After hours minutes are shown, after days hours.
        slack = pairs[0].1 == "s" ? 0.5 : pairs[0].1 == "d" ? 1800 : 30
    }

    /// Whether a text says a number, or nothing where there is none.
    static func says(_ text: String, _ number: Double?, _ unit: FigureUnit) -> Bool {
        guard let number else { return text == "–" }
        guard let read = SpokenNumber(text, unit) else { return false }
        return abs(read.value - number) <= read.slack
    }
}
