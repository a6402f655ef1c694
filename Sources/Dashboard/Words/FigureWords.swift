import Charts
import Figures
import Policy

/// How figures are written, for people.
enum FigureWords {
    /// What stands where there is no value.
    static let nothing = "–"
    /// Keeps a number and its unit on one line.
    private static let gap = "\u{A0}"

    /// A value of a unit, such as `95.2 %`, `3 h 20 min` or `1,204`.
    static func text(_ value: Double?, _ unit: FigureUnit) -> String {
        guard let value, value.isFinite else { return nothing }
        return switch unit {
        case .count: count(value)
        case .seconds: duration(value)
        case .share: decimals(value * 100, 1) + gap + "%"
        case .stars: decimals(value, 2)
        case .change: (value > 0 ? "+" : "") + decimals(value * 100, 1) + gap + "%"
        }
    }

    /// A figure's value.
    static func text(_ figure: Figure) -> String { text(figure.value, figure.unit) }

    /// The axis that a unit is drawn on.
    static func scale(_ unit: FigureUnit) -> ValueScale {
        switch unit {
        case .count: ValueScale(.whole) { text($0, .count) }
        case .seconds: ValueScale(.time) { text($0, .seconds) }
        case .share: ValueScale(.decimal, ceiling: 1) { decimals($0 * 100, 1, isShort: true) + gap + "%" }
        case .stars: ValueScale(.decimal, ceiling: 5) { decimals($0, 2, isShort: true) }
        case .change: ValueScale(.decimal) { text($0, .change) }
        }
    }

    /// A target, such as `at least 95 %`.
    static func text(_ target: KPITarget, _ unit: FigureUnit) -> String {
        let bound = short(target.bound, unit)
        return switch target.comparison {
        case .atLeast: "at least \(bound)"
        case .atMost: "at most \(bound)"
        case .above: "more than \(bound)"
        case .below: "less than \(bound)"
        }
    }

    /// A length of time in its two largest units.
    static func duration(_ seconds: Double) -> String {
        let sign = seconds < 0 ? "−" : ""
        let whole = Int(abs(seconds).rounded())
        let minutes = Int((abs(seconds) / 60).rounded())
        let hours = Int((abs(seconds) / 3600).rounded())
        if whole < 120 { return "\(sign)\(whole)\(gap)s" }
        if minutes < 60 { return "\(sign)\(minutes)\(gap)min" }
        if minutes < 48 * 60 { return sign + pair(minutes / 60, "h", minutes % 60, "min") }
        return sign + pair(hours / 24, "d", hours % 24, "h")
    }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        "\(large)\(gap)\(largeUnit)" + (small > 0 ? " \(small)\(gap)\(smallUnit)" : "")
    }

    private static func short(_ value: Double, _ unit: FigureUnit) -> String {
        switch unit {
        case .share, .change: decimals(value * 100, 1, isShort: true) + gap + "%"
        case .stars: decimals(value, 2, isShort: true)
        case .count, .seconds: text(value, unit)
        }
    }

    private static func count(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return decimals(tenths, tenths == tenths.rounded() ? 0 : 1)
    }

    /// A number with that many decimals and commas between thousands; a short one ends without zeros.
    static func decimals(_ value: Double, _ count: Int, isShort: Bool = false) -> String {
        var scale = 1
        for _ in 0..<count { scale *= 10 }
        let units = (value * Double(scale)).rounded()
        guard abs(units) < 1e15 else { return "\(value)" }
        let (whole, rest) = abs(Int(units)).quotientAndRemainder(dividingBy: scale)
        let digits = String(whole)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        let sign = units < 0 ? "−" : ""
        guard count > 0 else { return sign + grouped }
        var fraction = String(String(scale + rest).dropFirst())
        while isShort, fraction.hasSuffix("0") { fraction.removeLast() }
        return sign + grouped + (fraction.isEmpty ? "" : "." + fraction)
    }
}
