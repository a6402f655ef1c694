import Testing

extension FaultySection {
    static let calendars: [FaultySection] = [
        FaultySection(
            "a calendar without a zone",
            "calendars: { office: { week: { mon: [\"08:00-12:00\"] } } }",
            [
                "line 3: calendars.office: `zone` is needed"
            ]
        ),
        FaultySection(
            "a calendar without a week",
            "calendars: { office: { zone: UTC } }",
            [
                "line 3: calendars.office: `week` is needed"
            ]
        ),
        FaultySection(
            "a calendar that is never open",
            "calendars: { office: { zone: UTC, week: {} } }",
            [
                "line 3: calendars.office.week: the calendar is never open; at least one day needs hours"
            ]
        ),
        FaultySection(
            "a calendar of closed days",
            "calendars: { office: { zone: UTC, week: { mon-fri: [] } } }",
            [
                "line 3: calendars.office.week: the calendar is never open; at least one day needs hours"
            ]
        ),
        FaultySection(
            "a zone by its shape only",
            "calendars: { office: { zone: Europe/Wien, week: { mon: [\"08:00-12:00\"] } } }",
            [
                "line 3: calendars.office.zone: the name of an IANA time zone is allowed, such as Africa/Johannesburg"
            ]
        ),
        FaultySection(
            "a day that does not exist",
            "calendars: { office: { zone: UTC, week: { monday: [\"08:00-12:00\"] } } }",
            [
                "line 3: calendars.office.week.monday: no such day; mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, and daily are allowed"
            ]
        ),
        FaultySection(
            "a range of three days",
            "calendars: { office: { zone: UTC, week: { mon-wed-fri: [\"08:00-12:00\"] } } }",
            [
                "line 3: calendars.office.week.mon-wed-fri: no such day; mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, and daily are allowed"
            ]
        ),
        FaultySection(
            "a day in two lines",
            "calendars: { office: { zone: UTC, week: { mon-fri: [\"08:00-12:00\"], fri: [\"13:00-14:00\"] } } }",
            [
                "line 3: calendars.office.week.fri: fri has hours in another line already"
            ]
        ),
        FaultySection(
            "hours without a list",
            "calendars: { office: { zone: UTC, week: { mon: \"08:00-12:00\" } } }",
            [
                "line 3: calendars.office.week.mon: a list of hours, such as [\"08:00-17:00\"], is allowed"
            ]
        ),
        FaultySection(
            "hours after midnight's end",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-25:00\"] } } }",
            [
                "line 3: calendars.office.week.mon[0]: hours are allowed such as 08:00-17:00, 18:00-24:00, or 22:00-06:00 into the next day"
            ]
        ),
        FaultySection(
            "hours that open at 24:00",
            "calendars: { office: { zone: UTC, week: { mon: [\"24:00-02:00\"] } } }",
            [
                "line 3: calendars.office.week.mon[0]: hours are allowed such as 08:00-17:00, 18:00-24:00, or 22:00-06:00 into the next day"
            ]
        ),
        FaultySection(
            "hours of one digit",
            "calendars: { office: { zone: UTC, week: { mon: [\"8:00-12:00\"] } } }",
            [
                "line 3: calendars.office.week.mon[0]: hours are allowed such as 08:00-17:00, 18:00-24:00, or 22:00-06:00 into the next day"
            ]
        ),
        FaultySection(
            "hours that overlap",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\", \"11:59-13:00\"] } } }",
            [
                "line 3: calendars.office.week.mon: the hours 08:00-12:00 and 11:59-13:00 overlap"
            ]
        ),
        FaultySection(
            "a night into a morning",
            "calendars: { office: { zone: UTC, week: { mon: [\"22:00-06:00\"], tue: [\"05:00-09:00\"] } } }",
            [
                "line 3: calendars.office.week: the hours mon 22:00-06:00 and tue 05:00-09:00 overlap"
            ]
        ),
        FaultySection(
            "a Sunday night into Monday",
            "calendars: { office: { zone: UTC, week: { sun: [\"22:00-06:00\"], mon: [\"05:00-09:00\"] } } }",
            [
                "line 3: calendars.office.week: the hours sun 22:00-06:00 and mon 05:00-09:00 overlap"
            ]
        ),
        FaultySection(
            "a day that no month has",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] }, holidays: [{ date: 2026-02-29 }] } }",
            [
                "line 3: calendars.office.holidays[0].date: a date such as 2026-04-03, or 12-25 for every year, is allowed"
            ]
        ),
        FaultySection(
            "a holiday every year that no year has",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] }, holidays: [{ date: 02-30 }] } }",
            [
                "line 3: calendars.office.holidays[0].date: a date such as 2026-04-03, or 12-25 for every year, is allowed"
            ]
        ),
        FaultySection(
            "a holiday without a date",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] }, holidays: [{ name: Easter }] } }",
            [
                "line 3: calendars.office.holidays[0]: `date` is needed"
            ]
        ),
        FaultySection(
            "a part-day holiday without a list",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] }, holidays: [{ date: 12-24, open: morning }] } }",
            [
                "line 3: calendars.office.holidays[0].open: a list of hours, such as [\"08:00-17:00\"], is allowed"
            ]
        ),
        FaultySection(
            "a holiday of an unknown region",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] }, holidays: [{ date: 12-24, region: Bavaria }] } }",
            [
                "line 3: calendars.office.holidays[0].region: an ISO 3166 country code is allowed, such as ZA"
            ]
        ),
        FaultySection(
            "an iCalendar file elsewhere",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] }, icalendar: [../za.ics] } }",
            [
                "line 3: calendars.office.icalendar[0]: the name of an iCalendar file beside this one is allowed, such as za.ics"
            ]
        ),
    ]
}
