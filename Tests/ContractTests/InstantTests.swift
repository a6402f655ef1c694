import Contract
import TestKit
import Testing

@Suite struct `Instants` {
    static let readable: [(text: String, microseconds: Int64)] = [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-03-01T08:00:00Z", 1_772_352_000_000_000),
        ("2026-03-01T08:00:00.123Z", 1_772_352_000_123_000),
        ("2026-03-01T08:00:00.1234567Z", 1_772_352_000_123_456),
        ("2026-03-01T08:00:00.9Z", 1_772_352_000_900_000),
        ("2026-03-01t08:00:00z", 1_772_352_000_000_000),
        ("2026-03-01T10:00:00+02:00", 1_772_352_000_000_000),
        ("2026-03-01T02:30:00-05:30", 1_772_352_000_000_000),
        ("2026-03-01T08:00:00-00:00", 1_772_352_000_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ("2000-02-29T23:59:59Z", 951_868_799_000_000),
        ("1969-12-31T23:59:59.5Z", -500_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ("2015-06-30T23:59:60.25Z", 1_435_708_800_250_000),
        ("2017-01-01T08:59:60+09:00", 1_483_228_800_000_000),
    ]

    @Test(arguments: readable.indices)
    func `an RFC 3339 time is read`(_ index: Int) throws {
        let (text, microseconds) = Self.readable[index]
        #expect(try #require(Instant(rfc3339: text)).microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-03-01", "2026-03-01T08:00Z", "2026-03-01T08:00:00", "2026-03-01 08:00:00Z",
        "2026-03-01T08:00:00.Z", "2026-03-01T08:00:00,5Z", "2026-03-01T08:00:00+0200", "2026-03-01T08:00:00+02",
        "2026-03-01T08:00:00+24:00", "2026-03-01T08:00:00+02:60", "2026-03-01T08:00:00Z ", " 2026-03-01T08:00:00Z",
        "2026-03-01T24:00:00Z", "2026-03-01T08:60:00Z", "2026-03-01T08:00:61Z", "2026-03-01T08:00:60Z",
        "2026-12-31T22:59:60Z", "2026-03-31T23:59:60Z", "2026-12-31T23:59:60+01:00", "2026-00-01T08:00:00Z",
        "2026-13-01T08:00:00Z", "2026-02-29T08:00:00Z", "1900-02-29T08:00:00Z", "2026-04-31T08:00:00Z",
        "2026-03-00T08:00:00Z", "2026-3-01T08:00:00Z", "+2026-03-01T08:00:00Z", "20260301T080000Z",
        "2026-03-01T08:00:00−02:00", "2026-03-01T08:00:00ZZ", "2026-03-01T0a:00:00Z", "２026-03-01T08:00:00Z",
        "2026-W09-7T08:00:00Z", "2026-03-01T08:00:00+02:00:00", "2026-03-01T08:00:00.5",
    ])
    func `anything else is not a time`(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_772_352_000_123_000, "2026-03-01T08:00:00.123Z"),
            (1_772_352_000_123_456, "2026-03-01T08:00:00.123456Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func `an instant is written in UTC, with microseconds where it has them`(_ microseconds: Int64, _ text: String) {
        #expect(Instant(microseconds: microseconds).description == text)
    }

    @Test func `what is written is read as the same instant`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let instant = Instant(
                microseconds: .random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &generator)
            )
            #expect(Instant(rfc3339: instant.description) == instant)
        }
    }

    @Test func `durations move an instant and no sum overflows`() {
        let instant = Instant(microseconds: 5)
        #expect((instant + .seconds(2)).microseconds == 2_000_005)
        #expect((instant - .milliseconds(1)).microseconds == -995)
        #expect(Instant(microseconds: 2_000_005) - instant == .seconds(2))
        #expect(Instant(microseconds: .max) + .seconds(1) == Instant(microseconds: .max))
        #expect(Instant(microseconds: .min) - .seconds(1) == Instant(microseconds: .min))
        #expect(Instant(microseconds: 0) + .seconds(Int64.max) == Instant(microseconds: .max))
        #expect(Instant(milliseconds: .max) == Instant(microseconds: .max))
        #expect(EntryID(ms: 1_772_352_000_123, seq: 4).instant.description == "2026-03-01T08:00:00.123Z")
        #expect(Instant(microseconds: .max).description.hasSuffix("Z"))
        #expect(Instant(microseconds: .min).description.hasPrefix("-"))
    }

    @Test func `now is after this test was written`() throws {
        #expect(Instant.now() > (try #require(Instant(rfc3339: "2024-01-01T00:00:00Z"))))
    }
}
