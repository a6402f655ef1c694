/// A day of the week, from Monday.
package enum Weekday: String, CaseIterable, Sendable, Hashable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"

    /// Its number, 1 for Monday to 7 for Sunday.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// The day after it.
    package var next: Weekday { Self.allCases[number % 7] }
}
