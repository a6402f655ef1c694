import Foundation
import Postgres
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct SurveyStorm {
        private static let conversations = 300

        private static let policy = """
            version: 1
            sources:
              bench: { publish: [message.post], backfill: true, unlimited: true }
              console: { publish: [message.post, "case.*", "admin.*"] }
            surveys: { delay: 5s, scale: 5 }

            """

        @Test(arguments: [["after-handle:4", "mid-publish:3"], ["before-commit:5", "after-commit:4"]])
        func `a survey killed while many surveys are due asks each user once about each cycle`(
            faults: [String]
        ) async throws {
            let house = try await House.prepare(partitions: 4)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("surveys-\(UUID()).yaml")
            try Self.policy.write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            try await house.saypro("policy", "apply", file.path)
            let others = try await house.startAll(but: ["survey"])
            // The seventh entry of a conversation resolves its case.
            let publisher = CarefulPublisher(house, Traffic.conversations(Self.conversations, entries: 7))
            try await publisher.publish()

            for fault in faults {
                let victim = try await house.start("survey", fault: fault)
                #expect(try await victim.ending(within: .seconds(30)) == .signal(9))
            }
            let successor = try await house.start("survey")
            let session = try await house.session()
            try await eventually(within: .seconds(60), "every user asked", asking: .milliseconds(100)) {
                let sent = "SELECT count(*) FROM api.surveys WHERE state = 'sent'"
                return try await session.query(Statement(sent)).first?.int(0) == Int64(Self.conversations)
            }
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            let told = try await session.query(
                Statement(
                    """
                    SELECT type, count(*), count(DISTINCT fields::jsonb ->> 'survey'),
                           count(DISTINCT fields::jsonb ->> 'token')
                    FROM pipeline.events WHERE topic = 'surveys' GROUP BY type ORDER BY type
                    """
                )
            )
            let number = Int64(Self.conversations)
            #expect(told.map { $0.text(0) } == ["survey.scheduled", "survey.sent"])
            #expect(
                told.map { [$0.int(1), $0.int(2), $0.int(3)] } == [[number, number, 0], [number, number, number]]
            )
            let disorder = """
                SELECT FROM (
                    SELECT time, lag(time) OVER (PARTITION BY partition ORDER BY seq) AS before
                    FROM pipeline.events WHERE topic = 'surveys' AND type = 'survey.sent'
                ) AS sent WHERE time < before
                """
            #expect(
                try await session.query(Statement(disorder)).isEmpty,
                "surveys go out in the order of their due times"
            )
            await session.close()
            withExtendedLifetime((others, successor)) {}
        }
    }
}
