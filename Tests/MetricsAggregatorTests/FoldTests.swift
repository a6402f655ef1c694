import Contract
import Figures
import Pipeline
import Testing

@testable import MetricsAggregator

/// Folding on a real database.
@Suite struct FoldTests {
    @Test func `any order of arrival and any batches give the same cells`() async throws {
        let first = try await DatabaseAggregator.open()
        let events = try await QuarterTests.folded(first)
        let expected = try await first.cells()
        #expect(expected.count > 200)
        var numbers = SystemRandomNumberGenerator()
        for _ in 1...3 {
            let other = try await DatabaseAggregator.open()
            // Within a partition of a topic events come in their order; between them, in any.
            var streams = Dictionary(grouping: events) { "\($0.topic)/\($0.partition)" }.mapValues {
                Array($0.reversed())
            }
            while !streams.isEmpty {
                var batch: [Event] = []
                for _ in 0..<Int.random(in: 1...60, using: &numbers) {
                    guard let name = streams.keys.sorted().randomElement(using: &numbers) else { break }
                    if let event = streams[name]?.popLast() { batch.append(event) }
                    if streams[name]?.isEmpty ?? true { streams[name] = nil }
                }
                try await other.fold(batch)
            }
            #expect(try await other.cells() == expected)
            await other.close()
        }
        await first.close()
    }

    @Test func `a batch that is rolled back and redone counts once`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let events = try Quarter(aggregator).events
        try await aggregator.fold(events, crashing: true)
        #expect(try await aggregator.cells().isEmpty)
        try await aggregator.fold(events)
        let sums = try await aggregator.texts(
            "SELECT measure || ' ' || sum(n) FROM metrics.cells WHERE measure IN ('received', 'opened') GROUP BY measure ORDER BY 1"
        )
        #expect(sums == ["opened 60", "received 75"])
        await aggregator.close()
    }

    @Test func `a notice has arrived when a receiver confirms it, and not when it comes back`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        var events: [Event] = []
        func tell(_ state: String, _ channel: String, _ number: Int, failure: String? = nil) throws {
            var fields: Fields = ["channel": channel, "happened": "2026-03-02T08:00:00.000Z"]
            if let failure { fields.append("failure", failure) }
            events.append(
                try aggregator.event(.notifications, "notification.\(state)", "2026-03-02 08:01", "c-\(number)", fields)
            )
        }
        for number in 1...10 { try tell("sent", "email", number) }
        for number in 1...2 { try tell("failed", "email", number, failure: "bounced_5.1.1") }
        for number in 11...19 { try tell("delivered", "webhook", number) }
        try tell("failed", "webhook", 20, failure: "http_410")
        try await aggregator.fold(events)
        let period = try #require(ReportPeriod("2026-03", as: .monthly))
        let figures = try await aggregator.store(at: "2026-03-30 10:00")
            .figures(["notices.sent", "notices.delivered", "notices.delay.mean"], period, FigureFilter())
        #expect(figures.map(\.value) == [19, 17.0 / 20, 60])
        #expect(figures.map(\.n) == [19, 20, 19])
        await aggregator.close()
    }

    @Test func `a reopening inside the window takes the resolve back, and the closed time does not count`() async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        let facts: Fields = ["kind": "conversation", "cycle": "1"]
        var ended = facts
        ended.append("actor", "admin:ann")
        try await aggregator.fold([
            aggregator.event(.cases, "case.opened", "2026-03-02 08:00", "c-1", facts),
            aggregator.event(.cases, "case.replied", "2026-03-02 09:00", "c-1", facts),
            aggregator.event(.cases, "case.resolved", "2026-03-02 10:00", "c-1", ended),
        ])
        #expect(
            try await Self.totals(aggregator, "resolved", "on_first_response") == ["on_first_response 1", "resolved 1"]
        )
        try await aggregator.fold([aggregator.event(.cases, "case.reopened", "2026-03-02 20:00", "c-1", facts)])
        #expect(try await Self.totals(aggregator, "resolved", "open", "reopened") == ["open 1", "reopened 1"])
        try await aggregator.fold([aggregator.event(.cases, "case.resolved", "2026-03-02 21:00", "c-1", ended)])
        #expect(
            try await Self.totals(aggregator, "resolved", "on_first_response", "open", "reopened")
                == ["reopened 1", "resolved 1"]
        )
        let elapsed = try await aggregator.texts(
            "SELECT sum(sum)::text FROM metrics.cells WHERE measure = 'resolution'"
        )
        #expect(elapsed == ["10800000000"])
        let second: Fields = ["kind": "conversation", "cycle": "2"]
        try await aggregator.fold([aggregator.event(.cases, "case.reopened", "2026-04-20 20:00", "c-1", second)])
        #expect(
            try await Self.totals(aggregator, "resolved", "open", "reopened") == ["open 1", "reopened 2", "resolved 1"]
        )
        await aggregator.close()
    }

    @Test func `a category that an admin corrects moves everything that the case counts for`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let facts: Fields = ["kind": "conversation", "cycle": "1", "category": "general"]
        try await aggregator.fold([
            aggregator.event(.cases, "case.opened", "2026-03-02 08:00", "c-1", facts),
            aggregator.event(.cases, "message.posted", "2026-03-02 08:00", "c-1", ["role": "user", "user": "u-1"]),
            aggregator.event(
                .cases,
                "message.posted",
                "2026-03-02 08:01",
                "c-1",
                ["role": "user", "category": "inquiry"]
            ),
        ])
        let corrected: Fields = ["kind": "conversation", "cycle": "1", "category": "complaint"]
        try await aggregator.fold([aggregator.event(.cases, "case.categorized", "2026-03-05 08:00", "c-1", corrected)])
        let cells = try await aggregator.texts(
            "SELECT measure || ' ' || category || ' ' || n FROM metrics.cells WHERE n <> 0 ORDER BY 1"
        )
        #expect(
            cells == ["open complaint 1", "opened complaint 1", "received complaint 1", "received inquiry 1"]
        )
        await aggregator.close()
    }

    @Test func `spam counts as spam alone, and as a case again when it is brought back`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let facts: Fields = ["kind": "conversation", "cycle": "1"]
        try await aggregator.fold([
            aggregator.event(.cases, "case.opened", "2026-03-02 08:00", "c-1", facts),
            aggregator.event(.cases, "case.spam", "2026-03-02 08:00", "c-1", facts),
        ])
        #expect(try await Self.totals(aggregator, "opened", "open", "spam", "reopened") == ["spam 1"])
        try await aggregator.fold([aggregator.event(.cases, "case.reopened", "2026-03-02 09:00", "c-1", facts)])
        #expect(try await Self.totals(aggregator, "opened", "open", "spam", "reopened") == ["open 1", "opened 1"])
        await aggregator.close()
    }

    @Test func `the last version of an answer counts, and counts once`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let answer: Fields = ["survey": "s", "cycle": "1", "stars": "2", "band": "negative", "admin": "ann"]
        var better: Fields = ["survey": "s", "cycle": "1", "version": "2", "stars": "5", "band": "positive"]
        better.append("admin", "ann")
        try await aggregator.fold([
            aggregator.event(.surveys, "survey.sent", "2026-03-02 08:00", "c-1", ["cycle": "1", "admin": "ann"]),
            aggregator.event(.surveys, "survey.answered", "2026-03-02 09:00", "c-1", better),
        ])
        try await aggregator.fold([aggregator.event(.surveys, "survey.answered", "2026-03-02 08:30", "c-1", answer)])
        #expect(
            try await Self.totals(aggregator, "positive", "negative", "survey_answered") == [
                "positive 1", "survey_answered 1",
            ]
        )
        await aggregator.close()
    }

    @Test(arguments: 1...10)
    func `what was rated up to ten counts as up to five stars, for every question`(value: Int) async throws {
        let answer: Fields = [
            "scale": "10", "stars": "3", "band": "neutral", "ease_of_use": "\(value)", "response_time": "10",
            "helpfulness": "1", "clarity": "",
        ]
        var record = SurveyRecord()
        record.take(
            Event(
                topic: .surveys,
                partition: 0,
                seq: 1,
                type: "survey.answered",
                version: 1,
                event: .generate(),
                time: .now(),
                fields: answer
            )
        )
        // As SEMANTICS has it of ratings: ceil(v / 2).
        #expect(record.answer?.factors == [[1, 1, 2, 2, 3, 3, 4, 4, 5, 5][value - 1], 5, 1, nil])
    }

    @Test func `a record is read as it was written`() throws {
        var record = CaseRecord()
        record.kind = "flag"
        record.item = "listing 1\twith a tab"
        record.traits.team = "first_line"
        var cycle = CaseRecord.Cycle(at: Instant(microseconds: 5), spans: [(Instant(microseconds: 1), nil)])
        cycle.spans = [(Instant(microseconds: 1), Instant(microseconds: 2)), (Instant(microseconds: 3), nil)]
        cycle.reopenings = [Instant(microseconds: 3)]
        cycle.replies = 2
        cycle.escalations = [
            .init(at: Instant(microseconds: 1), kind: .department, to: "legal", reason: "", by: "ann"),
            .init(at: Instant(microseconds: 2), kind: .tier, to: "seniors", reason: "r", by: "ann"),
            .init(at: Instant(microseconds: 3), kind: .sla, to: "seniors", reason: "r", by: ""),
        ]
        cycle.end = .init(at: Instant(microseconds: 9), how: .resolved, admin: "ann", outcome: "upheld", isSilent: true)
        record.cycles = [cycle]
        let again = CaseRecord(text: record.text)
        record.item = "listing 1 with a tab"
        #expect(again == record)
    }

    private static func totals(_ aggregator: DatabaseAggregator, _ measures: String...) async throws -> [String] {
        let list = measures.map { "'\($0)'" }.joined(separator: ", ")
        return try await aggregator.texts(
            """
            SELECT measure || ' ' || sum(n) FROM metrics.cells WHERE measure IN (\(list))
            GROUP BY measure HAVING sum(n) <> 0 ORDER BY 1
            """
        )
    }
}
