import Postgres
import TestKit
import Testing

extension FaultTests {
    /// The made-up quarter through all programs, as an operator sees it.
    @Suite(.serialized)
    struct Demonstration {
        @Test func `a demonstration passes all programs, refuses nothing, and verifies`() async throws {
            let house = try await House.prepare(partitions: 4)
            let programs = try await house.startAll()
            let session = try await house.session()
            func count(_ query: String) async throws -> Int64 {
                try await session.query(Statement("SELECT count(*) FROM \(query)")).first?.int(0) ?? -1
            }
            try await eventually(within: .seconds(30), "an owner for every stage") {
                let stages = "(SELECT DISTINCT stage FROM api.lag WHERE owner IS NOT NULL) AS owned"
                return try await count(stages) == Int64(House.stages.count - 1)
            }
            let told = try await house.saypro("demo", "--messages", "300")
            #expect(told.contains(" messages in ") && told.contains(" 0 duplicate"), "\(told)")
            try await eventually(within: .seconds(60), "every stage to have read everything") {
                try await count("api.lag WHERE lag > 0 AND owner IS NOT NULL") == 0
            }
            #expect(try await count("api.messages") >= 300)
            #expect(try await count("api.rejected") == 0)
            #expect(try await count("pipeline.parked") == 0)
            #expect(try await count("api.case_history WHERE type = 'case.refused'") == 0)
            #expect(try await count("api.notifications WHERE state <> 'suppressed'") == 0)
            #expect(try await count("(SELECT DISTINCT kind FROM api.cases) AS kinds") >= 7)
            try await eventually(within: .seconds(90), "answers to surveys") {
                try await count("api.surveys WHERE state = 'answered'") > 0
            }

            let before = try await count("api.cases")
            #expect(try await house.saypro("demo", "--messages", "300").contains(" 0 accepted"))
            #expect(try await count("api.cases") == before)
            try await house.saypro("verify")
            await session.close()
            withExtendedLifetime(programs) {}
        }
    }
}
