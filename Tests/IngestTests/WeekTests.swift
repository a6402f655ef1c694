import Contract
import Testing

@testable import Ingest

/// The weeks by which ids are kept.
struct WeekTests {
    @Test(arguments: [
        ("1969-12-28T23:59:59Z", -1), ("1969-12-29T00:00:00Z", 0), ("1970-01-01T00:00:00Z", 0),
        ("1970-01-05T00:00:00Z", 1), ("2026-11-22T23:59:59.999Z", 2968), ("2026-11-23T00:00:00Z", 2969),
        ("2026-11-29T23:59:59Z", 2969),
    ])
    func `a week begins on Monday, UTC`(time: String, number: Int32) throws {
        let instant = try #require(Instant(rfc3339: time))
        #expect(Week(of: instant).number == number)
    }

    @Test(arguments: [(0, true), (-3600, true), (290, true), (400, false), (-400_000_000, false)])
    func `an id that cannot be a reading of Redis's clock counts as arrived now`(seconds: Int, isTrusted: Bool) {
        let now = Instant(milliseconds: Entries.arrival)
        let claimed = now + .seconds(seconds)
        let id = EntryID(ms: UInt64(claimed.microseconds / 1000), seq: 0)
        #expect(id.arrival(now: now) == (isTrusted ? claimed : now))
    }
}
