import Contract
import Pipeline
import Postgres
import Testing

@testable import SLAMonitor

/// A new version of the policy, on a real database.
@Suite struct ReplanningTests {
    private static let opening: Fields = ["kind": "conversation", "cycle": "1", "message": "m-1", "tier": "P3"]

    @Test func `a version re-plans the open clocks chunk by chunk, once, whatever is redone`() async throws {
        let monitor = try await DatabaseMonitor.open()
        for number in 1...40 {
            try await monitor.handle([
                monitor.event("case.opened", "2026-03-09 16:30", "case-\(number)", Self.opening)
            ])
        }
        try await monitor.handle([monitor.event("case.replied", "2026-03-09 16:40", "case-7", ["admin": "a-1"])])
        let before = monitor.events.count
        // Version 2, in force from 10 March, gives two hours in place of one.
        try await monitor.refresh()
        try await monitor.refresh()
        let letters = try await monitor.takeMail()
        #expect(letters.count == 2 * 4, "each version to each partition, once")
        let second = letters.filter { $0.fields["version"] == "2" }
        try await monitor.deliver(second, crashing: true)
        try await monitor.deliver(second)
        #expect(try await monitor.takeMail().isEmpty)
        try await monitor.deliver(second)

        let told = monitor.events.dropFirst(before)
        #expect(Set(told.map(\.type)) == ["clock.replanned"])
        #expect(told.count == 39, "all but the one that was answered")
        #expect(told.allSatisfy { $0.cause == "policy:2" && $0.fields["promise"] == "first" })
        #expect(told.first?.fields["former_due_at"] == "2026-03-10T09:30:00.000Z")
        #expect(told.first?.fields["due_at"] == "2026-03-10T10:30:00.000Z")
        let rows = try await monitor.texts(
            """
            SELECT concat_ws(' ', policy_version, state, count(*)) FROM api.clocks
            WHERE metric = 'first_response' GROUP BY policy_version, state ORDER BY 1
            """
        )
        #expect(rows == ["1 met 1", "2 running 39"])
        await monitor.close()
    }

    @Test func `a long partition is gone through letter by letter`() async throws {
        let monitor = try await DatabaseMonitor.open()
        for number in 1...300 {
            try await monitor.handle([
                monitor.event("case.opened", "2026-03-09 16:30", "case-\(number)", Self.opening)
            ])
        }
        let before = monitor.events.count
        try await monitor.refresh()
        var letters = try await monitor.takeMail().filter { $0.fields["version"] == "2" }
        var rounds = 0
        while !letters.isEmpty {
            letters = try await monitor.deliver(letters)
            rounds += 1
        }
        #expect(rounds == 2)
        #expect(monitor.events.count - before == 300)
        await monitor.close()
    }

    @Test func `the preview counts what would move and break, and changes nothing`() async throws {
        let monitor = try await DatabaseMonitor.open()
        let now = Instant.now()
        for (number, minutes) in [10, 50, 200].enumerated() {
            let opened = (now - .seconds(minutes * 60)).description
            try await monitor.handle([monitor.event("case.opened", opened, "case-\(number)", Self.opening)], at: opened)
        }
        let before = monitor.events.count
        let preview = try await monitor.preview(
            """
            version: 1
            sources: { web: { publish: [message.post] } }
            promises:
              whole: { metric: resolution, target: 40m }
            """
        )
        #expect(preview.open == 6)
        #expect(preview.promises["whole"]?.moved == 3)
        #expect(preview.promises["whole"]?.breached == 2)
        #expect(preview.promises["first"]?.withdrawn == 3)
        #expect(monitor.events.count == before)
        await monitor.close()
    }
}
