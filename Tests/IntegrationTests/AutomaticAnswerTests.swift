import Postgres
import TestKit
import Testing

extension FaultTests {
    /// Answers from the knowledge base, from the entry in Redis to the notice, while programs are killed.
    @Suite(.serialized)
    struct AutomaticAnswers {
        private static let count = 60

        /// Conversations that begin with a common question; in every third the user comes back.
        private static let questions: [[Entry]] = (1...count).map { number in
            let texts =
                ["How do I reset my password?"] + (number.isMultiple(of: 3) ? ["That does not work for me"] : [])
            return texts.enumerated().map { place, text in
                Entry(
                    "message.post",
                    id: "q-\(number)-\(place)",
                    key: "q-\(number)",
                    source: "bench",
                    [
                        "conversation", "q-\(number)", "role", "user", "user", "user-\(number)", "language", "en",
                        "text",
                        text,
                    ]
                )
            }
        }

        @Test(arguments: ["router", "notifier"], ["after-handle", "before-commit", "after-commit", "mid-publish"])
        func `a killed program neither loses an answer nor gives it twice`(stage: String, point: String) async throws {
            let house = try await House.prepare(partitions: 4)
            let others = try await house.startAll(but: [stage])
            let victim = try await house.start(stage, fault: "\(point):1")
            let publisher = CarefulPublisher(house, Traffic.admins(1) + Self.questions)
            async let publishing: Void = publisher.publish()

            #expect(try await victim.ending(within: .seconds(30)) == .signal(9))
            let successor = try await house.start(stage)
            try await publishing
            try await Inspection(house: house).expectNoTrace(of: [publisher])

            let session = try await house.session()
            let back = Int64(Self.count / 3)
            let whole = Int64(Self.count)
            let told: [(String, Int64)] = [
                ("SELECT count(*) FROM api.cases WHERE answered_by = 'reset-password'", whole),
                ("SELECT count(*) FROM api.cases WHERE queue_reason = 'auto_answered' AND replies = 0", whole - back),
                ("SELECT count(*) FROM api.cases WHERE state = 'assigned' AND first_reply_at IS NULL", back),
                ("SELECT count(*) FROM api.case_history WHERE type = 'case.auto_answered'", whole),
                ("SELECT count(*) FROM api.case_history WHERE type = 'case.woken' AND reason = 'not_solved'", back),
                ("SELECT count(*) FROM api.notifications WHERE type = 'auto_answered' AND state = 'sent'", whole),
                ("SELECT count(*) FROM api.notifications WHERE type = 'received'", 0),
            ]
            for (query, expected) in told {
                #expect(try await session.query(Statement(query)).first?.int(0) == expected, "\(query)")
            }
            await session.close()
            withExtendedLifetime((others, successor)) {}
        }
    }
}
