/// What a calendar of the policy file says.
package struct CalendarDefinition: Sendable, Hashable {
    /// The IANA name of its time zone, or `UTC`.
    package var zone: String
    /// The hours of a usual week.
    package var week: WeekHours
    /// The days with other hours; several may fall on one date.
    package var holidays: [Holiday]
    /// Where the office is.
    ///
    /// With a region, only the holidays kept there count; without one, all of them.
    package var region: Region?

    /// A calendar of those parts.
    package init(zone: String, week: WeekHours, holidays: [Holiday] = [], region: Region? = nil) {
        self.zone = zone
        self.week = week
        self.holidays = holidays
        self.region = region
    }
}
