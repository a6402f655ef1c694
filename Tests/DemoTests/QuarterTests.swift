import Contract
import Testing

@testable import Demo

@Suite struct `A demonstration quarter` {
    @Test func `the same seed and period give the same entries, another seed others`() {
        let small = DemoQuarter(seed: 3, period: .quarter(before: Told.now), end: Told.now, messages: 300)
        let again = DemoQuarter(seed: 3, period: .quarter(before: Told.now), end: Told.now, messages: 300)
        let other = DemoQuarter(seed: 4, period: .quarter(before: Told.now), end: Told.now, messages: 300)
        #expect(small.entries == again.entries)
        #expect(Set(small.entries.compactMap { $0["id"] }).isDisjoint(with: other.entries.compactMap { $0["id"] }))
        let before = DemoQuarter(seed: 3, period: .quarter(before: Told.now, back: 1), end: Told.now, messages: 300)
        #expect(Set(small.entries.compactMap { $0["id"] }).isDisjoint(with: before.entries.compactMap { $0["id"] }))
    }

    @Test func `every entry keeps the rules of the contract`() throws {
        let source = try #require(SourceID("import"))
        let rights = SourceRights(publish: ["*"], backfill: true, unlimited: true)
        let validator = InboundValidator(rules: InboundRules(sources: [source: rights]))
        var faults: [String] = []
        for entry in Told.entries {
            let inbound = InboundEntry(
                door: nil,
                partition: 0,
                id: EntryID(ms: 1_795_867_200_000, seq: 0),
                fields: entry.fields.map { (.text($0.name), .text($0.value)) }
            )
            do {
                let submission = try validator.validate(inbound, arrivedAt: Told.now)
                if submission.time != entry.time || !submission.isBackfill { faults.append("\(entry.fields)") }
            } catch {
                faults.append("\(error) in \(entry.fields)")
            }
        }
        #expect(faults == [])
    }

    @Test func `ids are unique and begin with the demonstration's name`() {
        let ids = Told.entries.compactMap { $0["id"] }
        #expect(ids.count == Told.entries.count)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.hasPrefix("demo-2026q3-1-") })
        #expect(Told.conversations.keys.allSatisfy { $0.hasPrefix("demo-2026q3-1-") })
    }

    @Test func `time goes on in every conversation and stays inside the quarter`() {
        let start = Instant(rfc3339: "2026-07-01T00:00:00+02:00")
        let end = Instant(rfc3339: "2026-10-01T00:00:00+02:00")
        #expect(Told.quarter.world.end == end?.seconds)
        var outOfOrder: [String] = []
        for (conversation, entries) in Told.conversations {
            for (earlier, later) in zip(entries, entries.dropFirst()) where earlier.time >= later.time {
                outOfOrder.append(conversation)
            }
        }
        #expect(outOfOrder == [])
        let cases = Told.entries.filter { $0["conversation"] != nil }
        #expect(cases.allSatisfy { entry in start.map { entry.time >= $0 } ?? false })
        #expect(cases.allSatisfy { entry in end.map { entry.time < $0 } ?? false })
        #expect(cases.map(\.time) == cases.map(\.time).sorted(), "what is published follows the time")
    }

    @Test(arguments: [
        ("2026-01-15T00:00:00Z", 0, "2025q4", "2025-09-30T22:00:00Z", "2025-12-31T22:00:00Z"),
        ("2026-11-28T12:00:00Z", 1, "2026q2", "2026-03-31T22:00:00Z", "2026-06-30T22:00:00Z"),
        ("2026-11-28T12:00:00Z", 3, "2025q4", "2025-09-30T22:00:00Z", "2025-12-31T22:00:00Z"),
        ("2026-03-31T22:30:00Z", 0, "2026q1", "2025-12-31T22:00:00Z", "2026-03-31T22:00:00Z"),
    ])
    func `a period is a quarter of the office's zone`(
        now: String,
        back: Int,
        label: String,
        start: String,
        end: String
    ) throws {
        let period = DemoPeriod.quarter(before: try #require(Instant(rfc3339: now)), back: back)
        #expect(period.label == label)
        #expect(period.start == Instant(rfc3339: start))
        #expect(period.end == Instant(rfc3339: end))
    }

    @Test func `the last thirteen weeks end with yesterday, and nothing of today is told`() {
        let period = DemoPeriod.untilYesterday(Told.now)
        #expect(period.label == "20260829")
        #expect(period.end == Instant(rfc3339: "2026-11-28T00:00:00+02:00"))
        let end = Told.now - .seconds(90_000)
        let quarter = DemoQuarter(seed: 1, period: period, end: end, messages: 500)
        #expect(quarter.entries.allSatisfy { $0.time < end })
    }
}
