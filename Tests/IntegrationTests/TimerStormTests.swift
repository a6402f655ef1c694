import Foundation
import Postgres
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct TimerStorm {
        private static let conversations = 300

        private static let policy = """
            version: 1
            sources:
              bench: { publish: [message.post], backfill: true, unlimited: true }
              console: { publish: [message.post, "case.*", "admin.*"] }
            ladder:
              calls:
                start: breach
                levels:
                  - { notify: [assignee], acknowledge_within: 1m }
                  - { notify: [team] }
            promises:
              soon: { metric: first_response, target: 4s, warn: [50%], ladder: calls }
              later: { metric: resolution, target: 6s, warn: [50%, 1s] }

            """

        @Test(arguments: [["after-handle:4", "mid-publish:5"], ["before-commit:5", "after-commit:6"]])
        func `a monitor killed while many promises break tells each warning and breach once`(
            faults: [String]
        ) async throws {
            let house = try await House.prepare(partitions: 4)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("storm-\(UUID()).yaml")
            try Self.policy.write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            try await house.saypro("policy", "apply", file.path)
            let others = try await house.startAll(but: ["sla-monitor"])
            let publisher = CarefulPublisher(house, Traffic.conversations(Self.conversations, entries: 1))
            try await publisher.publish()

            // By the time that the monitor comes up, every promise has been broken or is about to be.
            for fault in faults {
                let victim = try await house.start("sla-monitor", fault: fault)
                #expect(try await victim.ending(within: .seconds(30)) == .signal(9))
            }
            let successor = try await house.start("sla-monitor")
            let session = try await house.session()
            try await eventually(within: .seconds(60), "every promise broken", asking: .milliseconds(100)) {
                let broken = "SELECT count(*) FROM api.clocks WHERE promise IS NOT NULL AND state = 'breached'"
                return try await session.query(Statement(broken)).first?.int(0) == Int64(2 * Self.conversations)
            }
            let told = try await session.query(
                Statement(
                    """
                    SELECT concat_ws(' ', type, fields::jsonb ->> 'promise', fields::jsonb ->> 'warning',
                               fields::jsonb ->> 'level'),
                           count(*), count(DISTINCT fields::jsonb ->> 'clock')
                    FROM pipeline.events
                    WHERE topic = 'clocks' AND type IN ('clock.warned', 'clock.breached')
                      AND fields::jsonb ->> 'warning' IS DISTINCT FROM 'expected_reply'
                    GROUP BY 1 ORDER BY 1
                    """
                )
            )
            let expected = [
                "clock.breached later", "clock.breached soon 1", "clock.warned later 1s", "clock.warned later 50%",
                "clock.warned soon 50%",
            ]
            #expect(told.map { $0.text(0) } == expected)
            for row in told {
                #expect(row.int(1) == Int64(Self.conversations))
                #expect(row.int(2) == Int64(Self.conversations))
            }
            let early = "SELECT FROM api.clocks WHERE breached_at IS DISTINCT FROM due_at AND state = 'breached'"
            #expect(try await session.query(Statement(early)).isEmpty, "a promise breaks when it is due")
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            await session.close()
            withExtendedLifetime((others, successor)) {}
        }
    }
}
