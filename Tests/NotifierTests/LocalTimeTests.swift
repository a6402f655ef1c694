import Contract
import Policy
import Testing

@testable import Notifier

struct LocalTimeTests {
    private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    @Test(
        arguments: [
            ("Africa/Johannesburg", "en", "Mon 2 March 2026, 12:30 (UTC+2)"),
            ("Africa/Johannesburg", "fr", "lundi 2 mars 2026 à 12:30 (UTC+2)"),
            ("Asia/Kolkata", "en-ZA", "Mon 2 March 2026, 16:00 (UTC+5:30)"),
            ("America/New_York", "fr-CA", "lundi 2 mars 2026 à 05:30 (UTC−5)"),
            ("UTC", "zu", "2026-03-02 10:30 (UTC)"), ("Nowhere/Land", "en", "Mon 2 March 2026, 10:30 (UTC)"),
        ]
    )
    func `a time is told on the reader's clock, in the reader's language`(
        _ zone: String,
        _ tag: String,
        _ text: String
    ) throws {
        let language = try #require(Language(tag))
        #expect(try LocalTime(zone: zone).text(instant("2026-03-02T10:30:00Z"), in: language) == text)
    }

    @Test(
        arguments: [
            ("2026-03-02T20:30:00Z", "2026-03-03T05:00:00Z"), ("2026-03-02T23:59:00Z", "2026-03-03T05:00:00Z"),
            ("2026-03-02T19:00:00Z", "2026-03-03T05:00:00Z"), ("2026-03-02T18:59:59Z", nil),
            ("2026-03-02T05:00:00Z", nil),
        ]
    )
    func `quiet hours across midnight end in the morning`(_ now: String, _ end: String?) throws {
        let hours = try #require(DayInterval("21:00-07:00"))
        let time = LocalTime(zone: "Africa/Johannesburg")
        #expect(try time.end(of: hours, at: instant(now)) == end.map { try instant($0) })
    }

    @Test(
        arguments: [
            ("America/New_York", "2026-03-08T12:00:00Z", 150, "2026-03-08T07:00:00Z"),
            ("Europe/Berlin", "2026-03-29T12:00:00Z", 150, "2026-03-29T01:00:00Z"),
            ("America/New_York", "2026-11-01T12:00:00Z", 90, "2026-11-01T05:30:00Z"),
            ("Asia/Kolkata", "2026-03-08T12:00:00Z", 150, "2026-03-07T21:00:00Z"),
        ]
    )
    func `a time that is skipped is the first after it, and of one that comes twice the first`(
        _ zone: String,
        _ day: String,
        _ minute: Int,
        _ expected: String
    ) throws {
        let time = LocalTime(zone: zone)
        #expect(try time.instant(day: time.day(of: instant(day)), minute: minute) == instant(expected))
    }

    @Test(arguments: ["nowhere", nil] as [String?])
    func `an admin without a calendar that the policy has lives by the team's`(_ own: String?) throws {
        let chat = "    zone: Africa/Johannesburg\n    week: { daily"
        #expect(DefaultPolicy.yaml.contains(chat))
        let yaml = DefaultPolicy.yaml.replacing(chat, with: "    zone: Asia/Kolkata\n    week: { daily")
        let rules = try NoticeRules(Policy.Document(yaml: yaml, files: DefaultPolicy.files))
        var admin = Person(Person.Key(partition: 0, recipient: Recipient(audience: .admin, id: "a-1")))
        admin.team = "first_line"
        admin.calendar = own
        let english = try #require(Language("en"))
        let text = try rules.time(of: admin).text(instant("2026-03-02T10:30:00Z"), in: english)
        #expect(text.hasSuffix("(UTC+5:30)"))
    }

    @Test
    func `the next digest is on a day that has one, also over the change to summer time`() throws {
        let time = LocalTime(zone: "Europe/Berlin")
        let at = try #require(TimeOfDay("08:00"))
        let days: Set<Policy.Weekday> = [.monday, .friday]
        #expect(try time.next(at, on: days, after: instant("2026-03-27T07:00:00Z")) == instant("2026-03-30T06:00:00Z"))
        #expect(try time.next(at, on: days, after: instant("2026-03-27T06:59:00Z")) == instant("2026-03-27T07:00:00Z"))
    }
}
