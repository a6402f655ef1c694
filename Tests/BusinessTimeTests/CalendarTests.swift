import BusinessTime
import Contract
import Testing

@Suite struct CalendarTests {
    @Test(arguments: [
        ("08:00-12:30", 480, 750), ("00:00-24:00", 0, 1440), ("22:00-06:00", 1320, 1800), ("00:00-00:00", 0, 1440),
        ("09:00-09:00", 540, 1980), ("23:59-24:00", 1439, 1440),
    ])
    func `an interval is read, and an end not after its start is on the next day`(
        text: String,
        opening: Int,
        closing: Int
    ) {
        let interval = HourInterval(text)
        #expect(interval?.opening == opening)
        #expect(interval?.closing == closing)
        #expect(interval.map(\.description).flatMap { HourInterval($0) } == interval)
    }

    @Test(arguments: [
        "", "8:00-12:00", "08:00", "08:00-25:00", "08:60-12:00", "24:00-06:00", "08:00–12:00", "08:00-12:00 ",
        "08:00-24:01", "0a:00-12:00", "-1:00-12:00", "08:00-12:0é",
    ])
    func `what is no interval is refused`(text: String) {
        #expect(HourInterval(text) == nil)
    }

    @Test(
        arguments: [
            ("mon", [0]), ("sun", [6]), ("mon-fri", [0, 1, 2, 3, 4]), ("sat-sun", [5, 6]),
            ("sun-thu", [6, 0, 1, 2, 3]),
            ("daily", [0, 1, 2, 3, 4, 5, 6]), ("", nil), ("Mon", nil), ("mon-", nil), ("mon-mon", nil),
            ("mon-fri-sun", nil),
            ("weekdays", nil),
        ] as [(String, [Int]?)]
    )
    func `a key names days`(key: String, days: [Int]?) {
        #expect(Weekday.days(ofKey: key)?.map(\.rawValue) == days)
    }

    @Test(arguments: [
        "2026-04-03", "2024-02-29", "0001-01-01", "9999-12-31", "1969-12-31", "12-25", "02-29", "2000-03-01",
    ])
    func `a date is read and written alike`(text: String) {
        #expect(HolidayDate(text)?.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-4-3", "02-30", "13-01", "0000-01-01", "", "2026-04-03T00:00:00",
    ])
    func `what is no date is refused`(text: String) {
        #expect(HolidayDate(text) == nil)
    }

    @Test(arguments: [
        [("mon", ["09:00-12:00", "11:59-13:00"])], [("mon", ["22:00-06:00"]), ("tue", ["05:00-09:00"])],
        [("sun", ["22:00-06:00"]), ("mon", ["05:59-09:00"])], [("daily", ["09:00-17:00"]), ("sat", ["10:00-12:00"])],
        [("daily", ["00:00-24:00"]), ("wed", ["12:00-12:01"])],
    ])
    func `intervals that overlap are refused`(week: [(String, [String])]) {
        #expect(throws: CalendarFault.self) { try calendar("UTC", week) }
    }

    @Test func `adjacent intervals merge, across midnight and the week's end too`() throws {
        let calendar = try calendar(
            "Africa/Johannesburg",
            [
                ("mon-fri", ["08:00-12:00", "12:00-17:00"]), ("sat", ["20:00-24:00"]),
                ("sun", ["00:00-02:00", "22:00-04:00"]), ("mon", ["04:00-05:00"]),
            ]
        )
        let open = try calendar.openPeriods(from: calendar.at("2026-03-07 00:00"), to: calendar.at("2026-03-10 00:00"))
        #expect(
            try open
                == calendar.pauses([
                    ("2026-03-07 20:00", "2026-03-08 02:00"), ("2026-03-08 22:00", "2026-03-09 05:00"),
                    ("2026-03-09 08:00", "2026-03-09 17:00"),
                ])
        )
        #expect(try calendar.nextChange(after: calendar.at("2026-03-09 08:00")) == calendar.at("2026-03-09 17:00"))
    }

    @Test func `hours are half-open`() throws {
        let calendar = try calendar("Europe/Berlin", [("mon-fri", ["09:00-17:00"])])
        let opening = try calendar.at("2026-03-09 09:00")
        let closing = try calendar.at("2026-03-09 17:00")
        let tick = Duration.microseconds(1)
        #expect(calendar.isOpen(at: opening) && !calendar.isOpen(at: opening - tick))
        #expect(calendar.isOpen(at: closing - tick) && !calendar.isOpen(at: closing))
        #expect(calendar.nextChange(after: opening - tick) == opening)
        #expect(calendar.nextChange(after: opening) == closing)
        #expect(try calendar.nextChange(after: closing) == calendar.at("2026-03-10 09:00"))
    }

    struct HolidayCase: Sendable {
        var holidays: [(String, [String])]
        var hours: Double
    }

    /// From Thursday 2026-12-24 00:00 to Tuesday the 29th, at nine to five on weekdays and a night shift from Friday.
    static let holidayCases: [HolidayCase] = [
        HolidayCase(holidays: [], hours: 32),
        HolidayCase(holidays: [("2026-12-25", [])], hours: 16),
        HolidayCase(holidays: [("12-25", [])], hours: 16),
        HolidayCase(holidays: [("12-25", []), ("2026-12-25", []), ("2026-12-25", ["09:00-12:00"])], hours: 16),
        // Saturday's holiday closes what Friday's night shift has after midnight.
        HolidayCase(holidays: [("2026-12-26", [])], hours: 26),
        HolidayCase(holidays: [("2026-12-24", ["09:00-12:00"])], hours: 27),
        HolidayCase(holidays: [("2026-12-24", ["09:00-12:00"]), ("12-24", ["10:30-14:00"])], hours: 25.5),
        // The hours of one Sunday; those of each 27 December open no Sunday.
        HolidayCase(holidays: [("2026-12-27", ["10:00-14:00"])], hours: 36),
        HolidayCase(holidays: [("12-27", ["10:00-14:00"])], hours: 32),
        HolidayCase(holidays: [("2025-12-25", []), ("02-29", [])], hours: 32),
    ]

    @Test(arguments: holidayCases)
    func `holidays close whole dates or leave a part open`(holiday: HolidayCase) throws {
        let week = [("mon-thu", ["09:00-17:00"]), ("fri", ["09:00-17:00", "22:00-06:00"])]
        let calendar = try calendar("Africa/Johannesburg", week, holidays: holiday.holidays)
        let elapsed = try calendar.elapsed(from: calendar.at("2026-12-24 00:00"), to: calendar.at("2026-12-29 00:00"))
        #expect(elapsed == .seconds(holiday.hours * 3600))
    }

    @Test(arguments: [("DE-BY", 0), ("DE-BE", 8), ("DE", 8), ("FR", 8), (nil, 0)] as [(String?, Int)])
    func `a holiday of a region closes the calendars of that region, and those without one`(
        region: String?,
        hours: Int
    ) throws {
        var definition = try definition("Europe/Berlin", [("mon-fri", ["09:00-17:00"])], region: region)
        definition.holidays = try [
            Holiday(#require(HolidayDate("2026-01-06")), region: Region("DE-BY")),
            Holiday(#require(HolidayDate("2026-01-06")), region: Region("ZA")),
        ]
        if region == nil { definition.holidays.removeLast() }
        let calendar = try BusinessCalendar(definition)
        let elapsed = try calendar.elapsed(from: calendar.at("2026-01-06 00:00"), to: calendar.at("2026-01-07 00:00"))
        #expect(elapsed == .seconds(hours * 3600))
    }

    @Test(arguments: [
        ("DE", true), ("DE-BY", true), ("ZA-GP", true), ("de", false), ("DEU", false), ("DE-", false), ("", false),
    ])
    func `a region is an ISO code`(code: String, isOne: Bool) {
        #expect((Region(code) != nil) == isOne)
    }

    @Test func `a holiday of a country is kept in its parts`() throws {
        #expect(try #require(Region("DE")).contains(#require(Region("DE-BY"))))
        #expect(try !#require(Region("DE-BY")).contains(#require(Region("DE"))))
    }

    @Test func `pauses that overlap form a union, and only their overlap with open time counts`() throws {
        let calendar = try calendar("UTC", [("mon-fri", ["09:00-17:00"])])
        let start = try calendar.at("2026-03-09 09:00")
        let pauses = try calendar.pauses([
            ("2026-03-09 12:00", "2026-03-09 14:00"), ("2026-03-09 11:00", "2026-03-09 13:00"),
            ("2026-03-09 12:30", "2026-03-09 12:40"), ("2026-03-09 16:00", "2026-03-10 09:30"),
            ("2026-03-08 00:00", "2026-03-09 09:15"), ("2026-03-09 10:00", "2026-03-09 10:00"),
        ])
        #expect(pauses.union.count == 3)
        let end = try calendar.at("2026-03-10 10:00")
        #expect(calendar.elapsed(from: start, to: end, pauses: pauses) == .seconds(4.25 * 3600))
        #expect(try calendar.due(start: start, budget: .seconds(4.25 * 3600), pauses: pauses) == end)
        #expect(
            try calendar.due(start: start, budget: .seconds(3.75 * 3600), pauses: pauses)
                == calendar.at("2026-03-09 16:00")
        )
        #expect(calendar.elapsed(from: end, to: start) == .zero)
    }

    @Test func `a case that moves to other hours sums what each calendar counted while it held`() throws {
        let office = try calendar("UTC", [("mon-fri", ["09:00-17:00"])])
        let night = try calendar("UTC", [("daily", ["18:00-22:00"])])
        var chain = CalendarChain(office)
        try chain.change(to: night, at: office.at("2026-03-09 15:00"))
        try chain.change(to: office, at: office.at("2026-03-10 12:00"))
        let start = try office.at("2026-03-09 14:00")
        #expect(try chain.elapsed(from: start, to: office.at("2026-03-10 14:00")) == .seconds(7 * 3600))
        for (hours, due) in [
            (1, "2026-03-09 15:00"), (2, "2026-03-09 19:00"), (5, "2026-03-09 22:00"), (6, "2026-03-10 13:00"),
        ] {
            #expect(try chain.due(start: start, budget: .seconds(hours * 3600)) == office.at(due))
        }
    }
}
