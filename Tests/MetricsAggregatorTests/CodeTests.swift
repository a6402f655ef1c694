import Contract
import Figures
import Pipeline
import Postgres
import Testing

@testable import MetricsAggregator

/// What becomes of the texts that publishers choose.
@Suite struct CodeTests {
    /// A reason or root cause, and what figures call it.
    private static let texts = [
        ("late_payout", "late_payout"), ("Late-payout/2.1", "Late-payout/2.1"),
        (String(repeating: "a", count: 64), String(repeating: "a", count: 64)),
        (String(repeating: "a", count: 65), "other"), ("Mr Jan de Wet of 12 Main Road lied", "other"),
        ("verspätet", "other"), ("late\nagain", "other"), ("jan@example.org", ""), ("mail jan@example.org", ""),
        ("https://example.org/jan", ""), ("{\"who\":\"jan\"}", ""), ("@\u{301}", ""),
        ("a\u{301}\u{302}\u{303}", "other"),
    ]

    private func events(_ aggregator: DatabaseAggregator) throws -> [Event] {
        try Self.texts.enumerated().flatMap { number, text in
            let facts: Fields = ["kind": "refund", "cycle": "1"]
            var (escalated, ended) = (facts, facts)
            for field in ["escalation": "tier", "to": "seniors", "reason": text.0, "actor": "admin:ann"] as Fields {
                escalated.append(field.name, field.value)
            }
            for field in ["outcome": "refused", "reason": text.0, "root_cause": text.0, "actor": "admin:ann"] as Fields
            {
                ended.append(field.name, field.value)
            }
            return [
                try aggregator.event(.cases, "case.opened", "2026-03-02 08:00", "c-\(number)", facts),
                try aggregator.event(.cases, "case.escalated", "2026-03-02 09:00", "c-\(number)", escalated),
                try aggregator.event(.cases, "case.resolved", "2026-03-02 10:00", "c-\(number)", ended),
            ]
        }
    }

    @Test func `only a code becomes a part of a figure, and the recount says the same`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let events = try events(aggregator)
        try await aggregator.fold(events)
        let labels = try await aggregator.texts(
            """
            SELECT measure || ' ' || label FROM metrics.cells WHERE measure IN ('cause', 'outcome', 'escalated_tier')
            GROUP BY measure, label ORDER BY measure, label
            """
        )
        let codes = Set(Self.texts.map(\.1)).sorted()
        let expected =
            codes.filter { !$0.isEmpty }.map { "cause refund/\($0)" } + codes.map { "escalated_tier seniors/\($0)" }
            + codes.map { "outcome refund/refused/\($0)" }
        #expect(labels == expected)
        #expect(try await aggregator.texts("SELECT content FROM metrics.records WHERE content ~ 'Jan|jan'") == [])
        try await RecountTests.keep(events, on: aggregator.session)
        #expect(try await aggregator.texts(Recount.cells) == [])
        await aggregator.close()
    }

    /// A dispute of somebody whose root cause names them, and two flags about them by others.
    @Test func `an erasure reaches records, upheld flags and cells, and the recount finds no difference`() async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        let cases = ["chat:u-50", "chat:u-50-2", "c-1", "c-2"]
        var events: [Event] = []
        func tell(_ type: String, _ day: Int, _ conversation: String, _ own: Fields) throws {
            let id = "case-\(cases.firstIndex(of: conversation) ?? 0)"
            var fields: Fields = ["cycle": "1", "actor": "admin:mo", "team": "trust"]
            for field in own { fields.append(field.name, field.value) }
            events.append(try aggregator.event(.cases, type, "2026-03-0\(day) 09:00", conversation, case: id, fields))
        }
        try tell("case.opened", 2, "chat:u-50", ["kind": "dispute", "subject": "deal-1", "user": "u-50"])
        let escalation: Fields = ["escalation": "tier", "to": "seniors", "reason": "u-50"]
        try tell("case.escalated", 2, "chat:u-50", escalation)
        let end: Fields = ["outcome": "user", "reason": "asked_by_u-50", "root_cause": "fraud_u-50", "user": "u-50"]
        try tell("case.resolved", 3, "chat:u-50", end)
        for (place, flag) in ["c-1", "c-2"].enumerated() {
            let facts: Fields = ["kind": "flag", "subject": "u-50", "user": "u-6\(place)", "counterparty": "u-50"]
            try tell("case.opened", 2 + 2 * place, flag, facts)
            try tell(
                "case.resolved",
                3 + 2 * place,
                flag,
                ["outcome": "upheld", "reason": "fraud", "user": "u-6\(place)"]
            )
        }
        // A flag of the person's own: what it was about is told in words.
        let words: Fields = ["kind": "flag", "subject": "the advert of u-50's brother", "user": "u-50"]
        try tell("case.opened", 6, "chat:u-50-2", words)
        let told: Fields = [
            "outcome": "upheld", "reason": "my neighbour lied", "root_cause": "he is like that", "user": "u-50",
        ]
        try tell("case.resolved", 7, "chat:u-50-2", told)
        try await aggregator.fold(events)
        try await RecountTests.keep(events, on: aggregator.session)
        try await aggregator.sumUp()
        func recurring() async throws -> [Double?] {
            let month = try #require(ReportPeriod("2026-03"))
            let figure = try await aggregator.store().figures(["A14"], month, FigureFilter())[0]
            return [figure.numerator, figure.denominator]
        }
        #expect(try await recurring() == [1, 3])
        #expect(try await aggregator.texts(Recount.cells) == [])

        let pseudonym = "erased-0123456789abcdef"
        let names = ["chat:u-50": "chat:\(pseudonym)", "chat:u-50-2": "chat-2:\(pseudonym)"]
        let erasure = Erasure(id: "e-1", person: "u-50", pseudonym: pseudonym, conversations: names)
        for _ in 1...2 {
            try await aggregator.erase(erasure)
            #expect(try await aggregator.texts(Recount.cells) == [])
            #expect(try await aggregator.texts(Recount.upheld) == [])
            #expect(try await aggregator.texts(Recount.days) == [])
        }
        try await aggregator.sumUp()
        #expect(try await recurring() == [1, 3])
        #expect(try await aggregator.texts(Recount.days) == [])
        let kept = try await aggregator.texts(
            """
            SELECT content || conversation FROM metrics.records UNION ALL SELECT label FROM metrics.cells
            UNION ALL SELECT item FROM metrics.upheld UNION ALL SELECT label FROM metrics.day_totals
            UNION ALL SELECT label FROM metrics.month_totals
            """
        )
        #expect(kept.filter { $0.contains("u-50") } == [])
        #expect(kept.contains("dispute/fraud_\(pseudonym)"))
        #expect(
            try await aggregator.texts("SELECT item FROM metrics.upheld ORDER BY 1")
                == ["case/case-1", pseudonym, pseudonym]
        )
        await aggregator.close()
    }
}
