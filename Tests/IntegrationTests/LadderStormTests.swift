import Foundation
import Postgres
import TestKit
import Testing

extension FaultTests {
    /// Many promises break at about the same time, and what their ladders ask for is done, while programs and servers fail.
    @Suite(.serialized)
    struct LadderStorm {
        private static let conversations = 300

        private static let policy = """
            version: 1
            sources:
              bench: { publish: [message.post], backfill: true, unlimited: true }
              console: { publish: [message.post, "case.*", "admin.*"] }
            teams: { seniors: { title: Seniors } }
            escalation: { reasons: { overdue: { title: Overdue } } }
            ladder:
              calls:
                start: breach
                levels:
                  - { notify: [assignee], acknowledge_within: 60s }
                on_breach: { raise_tier: true, escalate: { team: seniors, reason: overdue } }
            promises:
              soon: { metric: first_response, target: 5s, warn: [50%], ladder: calls }
              later: { metric: resolution, target: 7s, warn: [50%] }

            """

        enum Fault: String, CaseIterable, Sendable {
            case monitorIsKilled = "the sla-monitor is killed"
            case routerIsKilled = "the router is killed"
            case redisIsEmptied = "Redis is emptied"
            case postgresCrashes = "PostgreSQL restarts at once"
        }

        @Test(arguments: Fault.allCases)
        func `each warning, breach and step of a ladder comes once`(fault: Fault) async throws {
            let redis = try await RedisServer.start()
            let postgres = try await PostgresServer.start()
            let house = try await House.prepare(redis: redis.url, postgres: postgres, partitions: 4)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("ladder-\(UUID()).yaml")
            try Self.policy.write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            try await house.saypro("policy", "apply", file.path)
            let killed = ["sla-monitor": fault == .monitorIsKilled, "router": fault == .routerIsKilled].filter(\.value)
            var programs = try await house.startAll(but: Set(killed.keys))
            var victims: [RunningProgram] = []
            for stage in killed.keys {
                victims.append(
                    try await house.start(stage, fault: stage == "router" ? "before-commit:3" : "after-commit:4")
                )
                programs.append(try await house.start(stage))
            }
            let publisher = CarefulPublisher(house, Traffic.conversations(Self.conversations, entries: 1))
            try await publisher.publish()

            // In the middle of the storm: some have broken, the rest is about to.
            try await eventually(within: .seconds(40), "the first breaches", asking: .milliseconds(100)) {
                try await Self.count("SELECT count(*) FROM api.clocks WHERE state = 'breached'", house) > 0
            }
            switch fault {
            case .redisIsEmptied: try await redis.flushAll()
            case .postgresCrashes: try await postgres.restartImmediate()
            case .monitorIsKilled, .routerIsKilled:
                for victim in victims { #expect(try await victim.ending(within: .seconds(30)) == .signal(9)) }
            }
            try await eventually(within: .seconds(60), "every ladder climbed", asking: .milliseconds(200)) {
                try await Self.count("SELECT count(*) FROM router.ladder_steps", house) == Int64(Self.conversations)
            }
            for check in Self.checks {
                #expect(try await Self.count(check.value, house) == Int64(Self.conversations), "\(check.key)")
            }
            let twice = """
                SELECT count(*) FROM (
                    SELECT FROM pipeline.events WHERE topic = 'clocks' AND type IN ('clock.warned', 'clock.breached')
                      AND fields::jsonb ->> 'warning' IS DISTINCT FROM 'expected_reply'
                    GROUP BY fields::jsonb ->> 'clock', type, fields::jsonb ->> 'warning' HAVING count(*) > 1
                ) AS repeated
                """
            #expect(try await Self.count(twice, house) == 0)
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            withExtendedLifetime(programs) {}
            await redis.stop()
            await postgres.stop()
        }

        /// What must have happened once in each case.
        private static let checks = [
            "broken": "SELECT count(*) FROM api.clocks WHERE promise = 'soon' AND state = 'breached'",
            "raised": """
            SELECT count(*) FROM api.case_history
            WHERE type = 'case.categorized' AND detail ->> 'tier_by' = 'ladder' AND detail ->> 'tier' = 'P2'
            """,
            "escalated": "SELECT count(*) FROM api.escalations WHERE kind = 'sla' AND \"to\" = 'seniors'",
            "noted": "SELECT count(*) FROM api.case_history WHERE type = 'clock.breached'",
            "cases": "SELECT count(DISTINCT \"case\") FROM api.escalations",
        ]

        private static func count(_ sql: String, _ house: House) async throws -> Int64 {
            // A session of its own each time, since the server may have been restarted.
            guard let session = try? await house.session() else { return -1 }
            let count = try? await session.query(Statement(sql)).first?.int(0)
            await session.close()
            return count ?? -1
        }
    }
}
