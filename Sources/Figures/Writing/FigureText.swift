/// How numbers are written: plainly for machines, with their unit for people.
package enum FigureText {
    /// The number with a point and no unit, the same in JSON and CSV; whole numbers without a fraction.
    package static func plain(_ value: Double) -> String {
        if value.rounded() == value, abs(value) < 1e15 { return String(Int64(value)) }
        return value.description
    }

    /// The number as people read it, such as `2 h 05 min`, `93.4 %` or `4.61`.
    package static func spoken(_ value: Double, _ unit: FigureUnit, in words: ReportWords = .english) -> String {
        let mark = words.decimalMark
        return switch unit {
        case .count: value.rounded() == value ? grouped(Int(value)) : decimals(value, 1, mark: mark)
        case .seconds: duration(value, words)
        case .share: decimals(value * 100, 1, mark: mark) + " %"
        case .stars: decimals(value, 2, mark: mark)
        case .change: (value > 0 ? "+" : "") + decimals(value * 100, 1, mark: mark) + " %"
        }
    }

    /// A number with so many digits behind the point.
    package static func decimals(_ value: Double, _ digits: Int, mark: String = ".") -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * scale).rounded())
        let whole = scaled / Int(scale)
        let rest = String(scaled % Int(scale))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        return sign + "\(whole)\(mark)" + String(repeating: "0", count: digits - rest.count) + rest
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(abs(number)))
        var place = digits.count - 3
        while place > 0 {
            digits.insert("\u{202F}", at: place)
            place -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    private static func duration(_ seconds: Double, _ words: ReportWords) -> String {
        let whole = Int(seconds.rounded())
        if abs(seconds) < 60 {
            return decimals(seconds, seconds.rounded() == seconds ? 0 : 1, mark: words.decimalMark) + " s"
        }
        let minutes = (whole + 30) / 60
        if whole < 3600 { return "\(minutes) min" }
        if whole < 172_800 { return "\(minutes / 60) h \(two(minutes % 60)) min" }
        let hours = (whole + 1800) / 3600
        return "\(hours / 24) \(words.day) \(hours % 24) h"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
