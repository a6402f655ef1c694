/// A stretch of the calendar that a figure is taken over, in the reports' time zone.
package enum Window: String, CaseIterable, Sendable, Hashable {
    case day, week, month, quarter
}
