/// How the reports are made and whom they go to.
package struct ReportPolicy: Sendable, Hashable {
    /// The IANA time zone whose days, weeks and months they are about.
    package var zone = "Africa/Johannesburg"
    /// How many things a figure must be about for a verdict.
    package var minimumN = 30
    /// The reports that go out by themselves, by their names.
    package var schedules: [Name<ReportSchedule>: ReportSchedule] = [:]
    /// What is looked at for signs of gaming the figures.
    package var gaming = GamingRule()
    /// Who is praised and who is offered training.
    package var staff = StaffRule()

    /// The values above, no schedule.
    package init() {}
}

/// A report that goes out by itself.
package struct ReportSchedule: Sendable, Hashable {
    /// What it is about.
    package enum Report: String, CaseIterable, Sendable, Hashable {
        case weekly, biweekly, monthly, quarterly
    }

    /// In what form it is.
    package enum Format: String, CaseIterable, Sendable, Hashable {
        case json, csv, html
        case markdown = "md"
    }

    /// What it is about: the period that ended last.
    package var report: Report
    /// How many days after the period's last day it goes out; at the earliest on the next one.
    package var daysAfter = 1
    /// The time of that day, in the reports' zone.
    package var at: TimeOfDay
    /// In what form it is.
    package var format = Format.html
    /// The language of the mail; that of the templates' fallback where it is left out.
    package var language: Language?
    /// The e-mail addresses that it goes to.
    package var to: [String] = []

    /// A report to nobody yet.
    package init(report: Report, at: TimeOfDay) {
        self.report = report
        self.at = at
    }
}
