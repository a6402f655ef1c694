package import Policy

/// How numbers are written: plainly for machines, with their unit for people; the one way for pages, reports and mails.
package enum FigureText {
    /// What stands where there is no value.
    package static let nothing = "–"
    /// Keeps a number and its unit on one line.
    private static let gap = "\u{A0}"

    /// The number with a point and no unit, the same in JSON and CSV; whole numbers without a fraction.
    package static func plain(_ value: Double) -> String {
        if value.rounded() == value, abs(value) < 1e15 { return String(Int64(value)) }
        return value.description
    }

    /// The number as people read it, such as `95.2 %`, `3 h 20 min` or `1,204`.
    package static func spoken(_ value: Double?, _ unit: FigureUnit, in words: ReportWords = .english) -> String {
        guard let value, value.isFinite else { return nothing }
        return switch unit {
        case .count: count(value, words)
        case .seconds: duration(value, in: words)
        case .share: decimals(value * 100, 1, in: words) + gap + "%"
        case .stars: decimals(value, 2, in: words)
        case .change: (value > 0 ? "+" : "") + decimals(value * 100, 1, in: words) + gap + "%"
        }
    }

    /// The same beside a target, as it is written: with further decimals where it is not the target but would read like it.
    package static func spoken(
        _ value: Double?,
        _ unit: FigureUnit,
        beside target: String?,
        in words: ReportWords = .english
    ) -> String {
        let usual = spoken(value, unit, in: words)
        guard let value, value.isFinite, let bound = target?.split(separator: " ").last,
            let (scale, count, sign) = fraction(of: unit)
        else { return usual }
        let apart = (count...count + 3).first { decimals(value * scale, $0, isShort: true) + sign != bound }
        guard let apart, apart > count else { return usual }
        return decimals(value * scale, apart, in: words) + sign
    }

    /// Two values beside each other, with further decimals where they would read alike and are not.
    package static func spoken(
        _ one: Double,
        and other: Double,
        _ unit: FigureUnit,
        in words: ReportWords = .english
    ) -> (String, String) {
        let usual = (spoken(one, unit, in: words), spoken(other, unit, in: words))
        guard one != other, usual.0 == usual.1, let (scale, count, sign) = fraction(of: unit) else { return usual }
        for more in count + 1...count + 3 {
            let texts = (
                decimals(one * scale, more, in: words) + sign, decimals(other * scale, more, in: words) + sign
            )
            if texts.0 != texts.1 { return texts }
        }
        return usual
    }

    /// How a unit is written whose values differ behind the point: what by, with how many decimals, and what stands behind.
    private static func fraction(of unit: FigureUnit) -> (scale: Double, count: Int, sign: String)? {
        switch unit {
        case .share: (100, 1, gap + "%")
        case .stars: (1, 2, "")
        case .count, .seconds, .change: nil
        }
    }

    /// A target, such as `at least 95 %`.
    package static func spoken(_ target: KPITarget, _ unit: FigureUnit) -> String {
        let bound =
            switch unit {
            case .share, .change: decimals(target.bound * 100, 1, isShort: true) + gap + "%"
            case .stars: decimals(target.bound, 2, isShort: true)
            case .count, .seconds: spoken(target.bound, unit)
            }
        return switch target.comparison {
        case .atLeast: "at least \(bound)"
        case .atMost: "at most \(bound)"
        case .above: "more than \(bound)"
        case .below: "less than \(bound)"
        }
    }

    /// A length of time in its two largest units.
    package static func duration(_ seconds: Double, in words: ReportWords = .english) -> String {
        let sign = seconds < 0 ? "−" : ""
        let whole = Int(abs(seconds).rounded())
        let minutes = Int((abs(seconds) / 60).rounded())
        let hours = Int((abs(seconds) / 3600).rounded())
        if whole < 120 { return "\(sign)\(whole)\(gap)s" }
        if minutes < 60 { return "\(sign)\(minutes)\(gap)min" }
        if minutes < 48 * 60 { return sign + pair(minutes / 60, "h", minutes % 60, "min", words) }
        return sign + pair(hours / 24, words.day, hours % 24, "h", words)
    }

    /// A number with that many decimals and a mark between thousands; a short one ends without zeros.
    package static func decimals(
        _ value: Double,
        _ count: Int,
        isShort: Bool = false,
        in words: ReportWords = .english
    ) -> String {
        var scale = 1
        for _ in 0..<count { scale *= 10 }
        let units = (value * Double(scale)).rounded()
        guard abs(units) < 1e15 else { return "\(value)" }
        let (whole, rest) = abs(Int(units)).quotientAndRemainder(dividingBy: scale)
        let digits = String(whole)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += words.thousandsMark }
            grouped.append(digit)
        }
        let sign = units < 0 ? "−" : ""
        guard count > 0 else { return sign + grouped }
        var fraction = String(String(scale + rest).dropFirst())
        while isShort, fraction.hasSuffix("0") { fraction.removeLast() }
        return sign + grouped + (fraction.isEmpty ? "" : words.decimalMark + fraction)
    }

    private static func pair(
        _ large: Int,
        _ largeUnit: String,
        _ small: Int,
        _ smallUnit: String,
        _ words: ReportWords
    ) -> String {
        let most = decimals(Double(large), 0, in: words)
        return "\(most)\(gap)\(largeUnit)" + (small > 0 ? " \(small)\(gap)\(smallUnit)" : "")
    }

    private static func count(_ value: Double, _ words: ReportWords) -> String {
        // A mean says its decimal also where that is 0, so that the numbers of a column stand alike; what is whole but for
        // the last digits of its arithmetic is whole.
        decimals(value, abs(value - value.rounded()) < 1e-6 ? 0 : 1, in: words)
    }
}

extension Figure {
    /// The value as people read it.
    package var text: String { text(in: .english) }

    /// The value as people read it, in a language.
    package func text(in words: ReportWords) -> String { FigureText.spoken(value, unit, in: words) }

    /// What it is worked out from, as people read it; empty where the figure has none.
    package func partTexts(in words: ReportWords = .english) -> (numerator: String, denominator: String) {
        let units = unit.parts(of: id)
        func text(_ part: Double?, _ unit: FigureUnit) -> String {
            part.map { FigureText.spoken($0, unit, in: words) } ?? ""
        }
        return (text(numerator, units.numerator), text(denominator, units.denominator))
    }

    /// The number of things as people read it.
    package func numberText(in words: ReportWords = .english) -> String {
        FigureText.spoken(Double(n), .count, in: words)
    }
}
