import BusinessTime
import Contract
import Testing

/// The clock on the wall of a place.
struct LocalClockTests {
    @Test(arguments: [
        ("UTC", "1970-01-01T00:00:00Z", 72, "Thu 00:00"),
        ("Africa/Johannesburg", "2026-04-02T14:30:00Z", 88, "Thu 16:30"),
        ("Africa/Johannesburg", "2026-04-05T22:00:05Z", 0, "Mon 00:00:05"),
        ("America/New_York", "2026-03-08T06:59:00Z", 145, "Sun 01:59"),
        ("America/New_York", "2026-03-08T07:00:00Z", 147, "Sun 03:00"),
        ("Europe/Berlin", "1969-12-31T22:59:59Z", 71, "Wed 23:59:59"),
    ])
    func `it tells the hour of the week and the time`(zone: String, time: String, hour: Int, text: String) throws {
        let clock = try #require(LocalClock(zone: zone))
        let instant = try #require(Instant(rfc3339: time))
        #expect(clock.hourOfWeek(at: instant) == hour)
        #expect(clock.text(at: instant) == text)
    }

    @Test
    func `a place that is none has no clock`() {
        #expect(LocalClock(zone: "Mars/Olympus") == nil)
    }
}
