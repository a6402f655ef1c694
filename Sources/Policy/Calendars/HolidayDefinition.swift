/// A day on which other hours hold, the whole day closed if there are none.
package struct HolidayDefinition: Sendable, Hashable {
    /// Which day or days it is.
    package enum Date: Sendable, Hashable {
        /// One day.
        case once(year: Int, month: Int, day: Int)
        /// The day in every year that has it.
        case yearly(month: Int, day: Int)
    }

    /// Which day or days it is.
    package var date: Date
    /// What people call it.
    package var title: String?
    /// The ISO 3166 region that keeps it; nil for all.
    package var region: String?
    /// The hours that are open on the day in place of the week's; empty closes it.
    package var open: [DayInterval] = []

    /// A whole day closed.
    package init(date: Date) { self.date = date }
}
