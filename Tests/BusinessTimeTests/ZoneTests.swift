import Contract
import Testing

@testable import BusinessTime

@Suite struct ZoneTests {
    @Test(arguments: ZoneTable.changes.keys.sorted())
    func `a zone changes its offset when Python's zoneinfo says, and at no other time`(name: String) throws {
        let zone = try #require(ZoneRules(name))
        let words = try #require(ZoneTable.changes[name]).split(whereSeparator: \.isWhitespace)
        let changes = words.map { $0.split(separator: ":").compactMap { Int($0) } }
        #expect(!changes.isEmpty)
        let pieces = zone.pieces(from: 0, until: 2_145_916_800).pieces
        #expect(pieces.map { [$0.from, $0.offset] } == changes)
        for (before, change) in zip(changes, changes.dropFirst()) {
            #expect(zone.offset(at: change[0] - 1) == before[1])
            #expect(zone.offset(at: change[0]) == change[1])
        }
    }

    @Test(arguments: ["", "Mars/Olympus", "GMT+5", "IST", "+02:00", "europe/berlin", "../../etc/passwd", "Z"])
    func `what is no IANA name is refused`(name: String) throws {
        let definition = try definition(name, [("daily", ["09:00-17:00"])])
        #expect(throws: CalendarFault.unknownZone(name)) { try BusinessCalendar(definition) }
    }

    struct Shift: Sendable {
        var zone: String
        var hours: String
        var from: String
        var to: String
        var seconds: Int
        init(_ zone: String, _ hours: String, _ from: String, _ to: String, _ seconds: Int) {
            (self.zone, self.hours, self.from, self.to, self.seconds) = (zone, hours, from, to, seconds)
        }
    }

    /// How long the shifts are whose ends the wall clock skips or shows twice; from and to are absolute.
    static let shifts: [Shift] = [
        // 02:00 to 03:00 is skipped.
        Shift("Europe/Berlin", "02:30-04:00", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 3600),
        Shift("Europe/Berlin", "01:00-02:30", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 3600),
        Shift("Europe/Berlin", "02:15-02:45", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 0),
        Shift("Europe/Berlin", "00:00-24:00", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23 * 3600),
        // 02:00 to 03:00 comes twice: open from the first, close at the last.
        Shift("Europe/Berlin", "02:30-04:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 9000),
        Shift("Europe/Berlin", "01:00-02:30", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 9000),
        Shift("Europe/Berlin", "01:00-02:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 7200),
        Shift("Europe/Berlin", "03:00-04:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 3600),
        Shift("Europe/Berlin", "00:00-24:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25 * 3600),
        Shift("America/New_York", "01:30-03:30", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 3600),
        Shift("America/New_York", "00:30-01:30", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 7200),
        // No summer time.
        Shift("Africa/Johannesburg", "08:00-17:00", "2026-03-28T22:00:00Z", "2026-03-29T22:00:00Z", 9 * 3600),
        Shift("Asia/Kathmandu", "09:00-17:00", "2026-03-29T03:15:00Z", "2026-03-29T11:15:00Z", 8 * 3600),
        // 1986-01-01 00:00 became 00:15.
        Shift("Asia/Kathmandu", "00:00-01:00", "1985-12-31T18:30:00Z", "1986-01-01T18:15:00Z", 2700),
        // 2011-12-30 did not come; the shift into it ends with the 29th, the one out of it begins with the 31st.
        Shift("Pacific/Apia", "09:00-17:00", "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z", 16 * 3600),
        Shift("Pacific/Apia", "22:00-06:00", "2011-12-30T08:00:00Z", "2011-12-30T16:00:00Z", 8 * 3600),
        Shift("Pacific/Apia", "00:00-24:00", "2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", 72 * 3600),
        // Summer time ends for Ramadan: 2026-02-15 03:00 became 02:00, and on 2026-03-22 02:00 became 03:00.
        Shift("Africa/Casablanca", "01:00-04:00", "2026-02-14T23:00:00Z", "2026-02-16T00:00:00Z", 4 * 3600),
        Shift("Africa/Casablanca", "01:00-04:00", "2026-03-22T00:00:00Z", "2026-03-22T23:00:00Z", 2 * 3600),
        // Midnight was skipped (2018-11-04 00:00 became 01:00), and the hour before it came twice (2018-02-18).
        Shift("America/Sao_Paulo", "00:00-02:00", "2018-11-04T00:00:00Z", "2018-11-04T12:00:00Z", 3600),
        Shift("America/Sao_Paulo", "22:00-24:00", "2018-11-03T12:00:00Z", "2018-11-04T12:00:00Z", 7200),
        Shift("America/Sao_Paulo", "22:00-24:00", "2018-02-17T12:00:00Z", "2018-02-18T12:00:00Z", 3 * 3600),
        Shift("America/Sao_Paulo", "22:00-23:30", "2018-02-17T12:00:00Z", "2018-02-18T12:00:00Z", 9000),
        Shift("America/Sao_Paulo", "09:00-17:00", "2019-11-03T00:00:00Z", "2019-11-04T00:00:00Z", 8 * 3600),
        // A half-hour of summer time.
        Shift("Australia/Lord_Howe", "01:00-03:00", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z", 5400),
    ]

    @Test(arguments: shifts)
    func `skipped times move to the first valid instant, of doubled ones the opening is first and the closing last`(
        shift: Shift
    ) throws {
        let calendar = try calendar(shift.zone, [("daily", [shift.hours])])
        let elapsed = try calendar.elapsed(from: calendar.at(shift.from), to: calendar.at(shift.to))
        #expect(elapsed == .seconds(shift.seconds))
    }

    @Test(arguments: ["Europe/Berlin", "America/St_Johns", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca"])
    func `a calendar that is always open is plain addition`(zone: String) throws {
        let calendar = try calendar(zone, [("daily", ["00:00-12:00", "12:00-24:00"])])
        let broken = try BusinessCalendar(
            definition(zone, [("daily", ["00:00-24:00"])], holidays: [("2031-01-01", [])])
        )
        for text in ["2009-10-31T12:00:00Z", "2011-12-29T05:00:00Z", "2018-02-17T23:10:00Z", "2026-03-28T22:00:00Z"] {
            let start = try calendar.at(text)
            for days in [1, 2, 400] {
                let budget = Duration.seconds(days * 86_400)
                #expect(try calendar.due(start: start, budget: budget) == start + budget)
                #expect(try broken.due(start: start, budget: budget) == start + budget)
            }
            #expect(calendar.nextChange(after: start) == nil)
        }
        #expect(try broken.nextChange(after: broken.at("2026-03-28T22:00:00Z")) == broken.at("2031-01-01 00:00"))
        #expect(try broken.nextChange(after: broken.at("2031-01-01 00:00")) == broken.at("2031-01-02 00:00"))
        #expect(try broken.nextChange(after: broken.at("2031-01-02 00:00")) == nil)
    }

    @Test func `where midnight comes twice a holiday closes what the wall calls that date`() throws {
        // On 2009-11-01 00:01 in St John's the clocks went back to 23:01 of 31 October.
        let calendar = try calendar("America/St_Johns", [("daily", ["00:00-24:00"])], holidays: [("2009-10-31", [])])
        let open = try calendar.openPeriods(
            from: calendar.at("2009-10-31T00:00:00-02:30"),
            to: calendar.at("2009-11-01T12:00:00-03:30")
        )
        #expect(
            open.map(\.description) == [
                "2009-11-01T02:30:00.000Z/2009-11-01T02:31:00.000Z",
                "2009-11-01T03:30:00.000Z/2009-11-01T15:30:00.000Z",
            ]
        )
    }

    @Test func `a time without an offset is the wall's`() throws {
        let calendar = try calendar("Europe/Berlin", [("daily", ["09:00-17:00"])])
        #expect(calendar.instant("2026-03-29T02:30:00.5") == calendar.instant("2026-03-29T01:00:00Z"))
        #expect(calendar.instant("2026-10-25T02:30:00.5") == calendar.instant("2026-10-25T00:30:00.5Z"))
        #expect(calendar.instant("2026-07-01T12:00:00") == calendar.instant("2026-07-01T12:00:00+02:00"))
        for wrong in ["", "2026-07-01", "2026-07-01T12:00", "noon", "2026-02-29T12:00:00"] {
            #expect(calendar.instant(wrong) == nil)
        }
    }
}
