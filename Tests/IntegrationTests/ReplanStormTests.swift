import Foundation
import Postgres
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct ReplanStorm {
        private static let conversations = 300

        private static func policy(_ target: String) -> String {
            """
            version: 1
            sources:
              bench: { publish: [message.post], backfill: true, unlimited: true }
              console: { publish: [message.post, "case.*", "admin.*"] }
            promises:
              first: { metric: first_response, target: \(target) }
              whole: { metric: resolution, target: 24h }

            """
        }

        @Test(arguments: [["after-commit:1", "before-commit:1"], ["after-handle:1", "mid-publish:1"]])
        func `a monitor killed while it re-plans goes on where it was, and re-plans each clock once`(
            faults: [String]
        ) async throws {
            let house = try await House.prepare(partitions: 4)
            try await apply(Self.policy("4h"), to: house)
            let others = try await house.startAll(but: ["sla-monitor"])
            let monitor = try await house.start("sla-monitor")
            let publisher = CarefulPublisher(house, Traffic.conversations(Self.conversations, entries: 1))
            try await publisher.publish()
            let session = try await house.session()
            try await eventually(within: .seconds(60), "every clock open", asking: .milliseconds(100)) {
                try await count(
                    "SELECT count(*) FROM api.clocks WHERE state = 'running' AND promise IS NOT NULL",
                    session
                )
                    == 2 * Self.conversations
            }
            await monitor.send(SIGTERM)
            #expect(try await monitor.ending(within: .seconds(30)) == .exit(0))

            // Nothing waits for the monitor but the new version, so whatever it does first is a part of the re-planning.
            try await apply(Self.policy("6h"), to: house)
            for fault in faults {
                let victim = try await house.start("sla-monitor", fault: fault)
                #expect(try await victim.ending(within: .seconds(30)) == .signal(9))
            }
            let successor = try await house.start("sla-monitor")
            let moved = """
                SELECT count(*) FROM api.clocks
                WHERE promise = 'first' AND state = 'running' AND due_at = started_at + interval '6 hours'
                """
            try await eventually(within: .seconds(60), "every clock re-planned", asking: .milliseconds(100)) {
                try await count(moved, session) == Self.conversations
            }
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            let told = try await session.query(
                Statement(
                    """
                    SELECT type || ' ' || (fields::jsonb ->> 'promise'), count(*), count(DISTINCT fields::jsonb ->> 'clock')
                    FROM pipeline.events WHERE topic = 'clocks' AND fields::jsonb ? 'promise' GROUP BY 1 ORDER BY 1
                    """
                )
            )
            #expect(told.map { $0.text(0) } == ["clock.replanned first", "clock.started first", "clock.started whole"])
            for row in told {
                #expect(row.int(1) == Int64(Self.conversations))
                #expect(row.int(2) == Int64(Self.conversations))
            }
            await session.close()
            withExtendedLifetime((others, successor)) {}
        }

        private func apply(_ policy: String, to house: House) async throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("replan-\(UUID()).yaml")
            try policy.write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            try await house.saypro("policy", "apply", file.path)
        }

        private func count(_ sql: String, _ session: PostgresSession) async throws -> Int {
            try await session.query(Statement(sql)).first.map { Int($0.int(0)) } ?? 0
        }
    }
}
