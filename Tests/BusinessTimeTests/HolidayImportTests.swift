import BusinessTime
import Testing

@Suite struct HolidayImportTests {
    private static func file(_ events: [String]) -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0"] + events + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
    }

    private static func event(_ lines: String...) -> String {
        (["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).joined(separator: "\r\n")
    }

    private static func dates(_ lines: [String]) throws -> [String] {
        let text = file([(["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).joined(separator: "\r\n")])
        return try HolidayImport(iCalendar: text, years: 2026...2028).holidays.map(\.date.description)
    }

    @Test(arguments: [
        (["DTSTART;VALUE=DATE:20260403"], ["2026-04-03"]),
        (["DTSTART;VALUE=DATE:20260403", "DTEND;VALUE=DATE:20260404"], ["2026-04-03"]),
        (["DTSTART;VALUE=DATE:20260403", "DTEND;VALUE=DATE:20260403"], ["2026-04-03"]),
        (["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"], ["2026-12-24", "2026-12-25", "2026-12-26"]),
        (["DTSTART;VALUE=DATE:20261231", "DURATION:P2D"], ["2026-12-31", "2027-01-01"]),
        (["DTSTART:20260403"], ["2026-04-03"]),
        (["DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY"], ["01-01"]),
        (["DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"], ["12-25"]),
        (
            ["DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271225"],
            ["2026-12-25", "2028-12-25"]
        ),
        (["DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY;UNTIL=20270101"], ["2026-01-01", "2027-01-01"]),
        (["DTSTART;VALUE=DATE:20250101", "RRULE:FREQ=YEARLY;COUNT=3"], ["2026-01-01", "2027-01-01"]),
        (["DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=YEARLY;INTERVAL=2"], ["2026-01-01", "2028-01-01"]),
        // Thanksgiving, Memorial Day, the United States' election day.
        (
            ["DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
            ["2026-11-26", "2027-11-25", "2028-11-23"]
        ),
        (
            ["DTSTART;VALUE=DATE:20200525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"],
            ["2026-05-25", "2027-05-31", "2028-05-29"]
        ),
        (
            [
                "DTSTART;VALUE=DATE:20201103",
                "RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            ],
            ["2026-11-03", "2028-11-07"]
        ),
        (["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"], ["02-29"]),
        (
            ["DTSTART;VALUE=DATE:20260403", "RDATE;VALUE=DATE:20270326,20280414"],
            ["2026-04-03", "2027-03-26", "2028-04-14"]
        ),
    ])
    func `the dates of an event are taken`(lines: [String], dates: [String]) throws {
        #expect(try Self.dates(lines) == dates)
    }

    @Test(arguments: [
        ["DTSTART:20260403T090000Z"], ["DTSTART;TZID=Europe/Berlin:20260403T120000"], ["SUMMARY:No start"],
        ["DTSTART;VALUE=DATE:20260403", "STATUS:CANCELLED"], ["DTSTART;VALUE=DATE:20260403", "RRULE:FREQ=WEEKLY"],
        ["DTSTART;VALUE=DATE:20260403", "RRULE:FREQ=YEARLY;BYEASTER=1"],
        ["DTSTART;VALUE=DATE:20260403", "RECURRENCE-ID;VALUE=DATE:20260403"],
        ["DTSTART;VALUE=DATE:20260403", "DTEND;VALUE=DATE:20260401"],
        ["DTSTART;VALUE=DATE:20260403", "DURATION:PT4H"], ["DTSTART;VALUE=DATE:20260230"],
    ])
    func `what is no whole-day holiday is left out, with the reason`(lines: [String]) throws {
        let text = Self.file([(["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).joined(separator: "\r\n")])
        let read = try HolidayImport(iCalendar: text, years: 2026...2026)
        #expect(read.holidays.isEmpty)
        #expect(read.skipped.count == 1)
        #expect(read.skipped.first?.line == 3)
        #expect(read.skipped.first?.reason.isEmpty == false)
    }

    @Test func `folded lines, escapes, alarms and plain newlines are read`() throws {
        let text = Self.file([
            Self.event("SUMMARY:Good Friday\\, or Kar\r\n freitag", "DTSTART;X-NOTE=\"a:b;c\";VALUE=DATE:20260403"),
            Self.event("BEGIN:VALARM", "SUMMARY:Wake", "END:VALARM", "DTSTART:20260406", "SUMMARY:Easter"),
            "BEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE",
        ])
        for text in [text, text.replacing("\r\n", with: "\n")] {
            let read = try HolidayImport(iCalendar: text, years: 2026...2026, region: Region("ZA"))
            #expect(read.holidays.map(\.name) == ["Good Friday, or Karfreitag", "Easter"])
            #expect(read.holidays.allSatisfy { $0.region == Region("ZA") })
            #expect(read.skipped.isEmpty)
        }
    }

    @Test(arguments: [
        ("", 1), ("hello", 1), (" BEGIN:VCALENDAR", 1), ("VERSION:2.0", 1), ("BEGIN:VEVENT\nEND:VEVENT", 1),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", 3), ("BEGIN:VCALENDAR\nVERSION:2.0", 1),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", 3), ("BEGIN:VCALENDAR\nno colon\nEND:VCALENDAR", 2),
    ])
    func `what is no iCalendar file is refused with the line`(text: String, line: Int) {
        #expect { try HolidayImport(iCalendar: text, years: 2026...2026) } throws: { error in
            (error as? ICalendarFault)?.line == line
        }
    }
}
