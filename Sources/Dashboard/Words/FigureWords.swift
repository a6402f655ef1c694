import Charts
import Figures
import Policy

/// How figures are written on pages: as everywhere else.
enum FigureWords {
    /// What stands where there is no value.
    static let nothing = FigureText.nothing

    /// A value of a unit, such as `95.2 %`, `3 h 20 min` or `1,204`.
    static func text(_ value: Double?, _ unit: FigureUnit) -> String { FigureText.spoken(value, unit) }

    /// A figure's value.
    static func text(_ figure: Figure) -> String { figure.text }

    /// A figure's value beside its target: with another decimal where it is not the target but would read like it.
    static func text(_ figure: Figure, against target: KPITarget?) -> String {
        FigureText.spoken(figure.value, figure.unit, beside: target.map { text($0, figure.unit) })
    }

    /// A target, such as `at least 95 %`.
    static func text(_ target: KPITarget, _ unit: FigureUnit) -> String { FigureText.spoken(target, unit) }

    /// A length of time in its two largest units.
    static func duration(_ seconds: Double) -> String { FigureText.duration(seconds) }

    /// A number with that many decimals and commas between thousands; a short one ends without zeros.
    static func decimals(_ value: Double, _ count: Int, isShort: Bool = false) -> String {
        FigureText.decimals(value, count, isShort: isShort)
    }

    /// The axis that a unit is drawn on.
    static func scale(_ unit: FigureUnit) -> ValueScale {
        switch unit {
        case .count: ValueScale(.whole) { text($0, .count) }
        case .seconds: ValueScale(.time, tick: { $0 == 0 ? "0" : text($0, .seconds) }) { text($0, .seconds) }
        case .share:
            ValueScale(.decimal, ceiling: 1, tick: { decimals($0 * 100, 1, isShort: true) + "\u{A0}%" }) {
                text($0, .share)
            }
        case .stars: ValueScale(.decimal, ceiling: 5, tick: { decimals($0, 2, isShort: true) }) { text($0, .stars) }
        case .change: ValueScale(.decimal) { text($0, .change) }
        }
    }
}
