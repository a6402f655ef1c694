import BusinessTime
import Contract
import Figures
import Testing

@Suite struct `A period` {
    @Test(arguments: [
        ("2026-W01", ReportPeriod.Kind.weekly, "2025-12-29", "2026-01-05"),
        ("2026-W12", .weekly, "2026-03-16", "2026-03-23"),
        ("2026-W53", .weekly, "2026-12-28", "2027-01-04"),
        ("2026-W06", .biweekly, "2026-01-26", "2026-02-09"),
        ("2026-W01", .biweekly, "2025-12-22", "2026-01-05"),
        ("2026-03", .monthly, "2026-03-01", "2026-04-01"),
        ("2026-12", .monthly, "2026-12-01", "2027-01-01"),
        ("2026-Q1", .quarterly, "2026-01-01", "2026-04-01"),
        ("2026-Q4", .quarterly, "2026-10-01", "2027-01-01"),
        ("2028-02-29", .day, "2028-02-29", "2028-03-01"),
    ])
    func `is read and written as the contract says, and knows its days`(
        text: String,
        kind: ReportPeriod.Kind,
        first: String,
        end: String
    ) throws {
        let period = try #require(ReportPeriod(text, as: kind))
        #expect(period.first.description == first)
        #expect(period.end.description == end)
        #expect(period.description == text)
        #expect(ReportPeriod(kind, containing: LocalDate(day: period.end.day - 1)) == period)
    }

    @Test(arguments: [
        ("2026-W54", ReportPeriod.Kind.weekly), ("2025-W53", .weekly), ("2026-W00", .biweekly), ("2026-W6", .weekly),
        ("2026-13", .monthly), ("2026-00", .monthly), ("2026-3", .monthly), ("2026-Q5", .quarterly),
        ("2026-Q0", .quarterly), ("2026", .quarterly), ("", .monthly), ("2026-02-30", .day), ("2026-03-01", .monthly),
        ("１２３４-03", .monthly), ("9999-W01", .weekly), ("9999-W52", .weekly), ("9999-W52", .biweekly),
        ("9999-12", .monthly), ("9999-Q4", .quarterly), ("9999-01-01", .day), ("9999-12-31", .day),
        ("1969-W52", .weekly),
    ])
    func `is not read from anything else`(text: String, kind: ReportPeriod.Kind) {
        #expect(ReportPeriod(text, as: kind) == nil)
    }

    @Test(arguments: [
        ("1970-W01", ReportPeriod.Kind.weekly), ("1970-W01", .biweekly), ("1970-01", .monthly), ("1970-Q1", .quarterly),
        ("1970-01-01", .day), ("9998-W53", .weekly), ("9998-W53", .biweekly), ("9998-12", .monthly),
        ("9998-Q4", .quarterly), ("9998-12-31", .day),
    ])
    func `ends after it begins, in the first and the last year too, and so do those beside it`(
        text: String,
        kind: ReportPeriod.Kind
    ) throws {
        let period = try #require(ReportPeriod(text, as: kind))
        for one in [period.previous, period, period.next] { #expect(one.days >= 1) }
    }

    @Test(
        arguments: [
            ("2026-03", .monthly), ("2026-W12", .weekly), ("2026-Q1", .quarterly), ("2026-03-09", .day),
            ("2026-13", nil), ("2025-W53", nil), ("2026-Q5", nil), ("2026-02-30", nil), ("2026", nil), ("March", nil),
            ("1969-12", nil), ("2026-03-", nil), ("", nil),
        ] as [(String, ReportPeriod.Kind?)]
    )
    func `is known by its form`(text: String, kind: ReportPeriod.Kind?) {
        #expect(ReportPeriod(text)?.kind == kind)
        #expect(ReportPeriod(text)?.description == kind.map { _ in text })
    }

    @Test(arguments: [
        ("2026-01", ReportPeriod.Kind.monthly, "2025-12", "2026-02"), ("2026-Q1", .quarterly, "2025-Q4", "2026-Q2"),
        ("2026-W01", .weekly, "2025-W52", "2026-W02"), ("2026-W06", .biweekly, "2026-W04", "2026-W08"),
    ])
    func `has one before it and one after it`(
        text: String,
        kind: ReportPeriod.Kind,
        previous: String,
        next: String
    ) throws {
        let period = try #require(ReportPeriod(text, as: kind))
        #expect(period.previous.description == previous)
        #expect(period.next.description == next)
        #expect(period.previous.end == period.first)
        #expect(period.next.first == period.end)
    }

    @Test(arguments: [ReportPeriod.Kind.weekly, .biweekly, .monthly, .quarterly])
    func `of those that reports go out about by themselves, each begins where the one before ends`(
        kind: ReportPeriod.Kind
    ) throws {
        let zone = try #require(ReportZone("Africa/Johannesburg"))
        let start = try #require(LocalDate("2026-01-01"))
        var last = ReportPeriod(lastScheduled: kind, at: zone.start(of: start), in: zone)
        // 2026 has 53 weeks.
        for day in start.day..<start.day + 800 {
            let period = ReportPeriod(lastScheduled: kind, at: zone.start(of: LocalDate(day: day)), in: zone)
            #expect(period.end.day <= day)
            #expect(period.next.end.day > day)
            #expect(period == last || period.first == last.end)
            last = period
        }
    }

    @Test(arguments: [
        ("Africa/Johannesburg", "2026-03-01", "2026-02-28T22:00:00Z"),
        ("Asia/Kolkata", "2026-03-01", "2026-02-28T18:30:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
        ("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"),
        // Clocks go on from midnight to one in the morning.
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
        // Clocks go back from one in the morning to midnight, which comes twice.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
    ])
    func `begins when its first day begins in the report's zone`(zone: String, date: String, start: String) throws {
        let zone = try #require(ReportZone(zone))
        let day = try #require(LocalDate(date))
        let instant = try #require(Instant(rfc3339: start))
        #expect(zone.start(of: day) == instant)
        #expect(zone.date(at: instant) == day)
        #expect(zone.date(at: Instant(microseconds: instant.microseconds - 1)) == LocalDate(day: day.day - 1))
    }

    @Test func `knows the hour of the day, also before 1970`() throws {
        let zone = try #require(ReportZone("Africa/Johannesburg"))
        let morning = try #require(Instant(rfc3339: "2026-03-01T05:59:59.999999Z"))
        let past = try #require(Instant(rfc3339: "1969-12-31T21:59:59Z"))
        #expect(zone.hour(at: morning) == 7)
        #expect(zone.hour(at: past) == 23)
        #expect(zone.date(at: past).description == "1969-12-31")
    }
}
