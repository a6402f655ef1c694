import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct KillAtEachStep {
        static let untilCommit = ["after-read", "after-handle", "before-commit", "after-commit"]
        static let points = untilCommit + ["before-publish", "mid-publish", "after-publish"]

        @Test(arguments: House.stages)
        func `a program killed at each step in turn leaves no trace`(stage: String) async throws {
            let house = try await House.prepare(partitions: 4)
            let others = try await house.startAll(but: [stage])
            // The figures are tables: their stage has nothing to publish.
            let points = stage == "metrics-aggregator" ? Self.untilCommit : Self.points
            let publishers = points.enumerated().map { index, point in
                let admins = index == 0 ? Traffic.admins(2) : []
                return CarefulPublisher(house, admins + Traffic.conversations(20, entries: 18, label: point))
            }
            let survivor = try await withThrowingTaskGroup(of: Void.self) { publishing in
                for (point, publisher) in zip(points, publishers) {
                    // Each goes on where the one before was killed.
                    let victim = try await house.start(stage, fault: "\(point):3")
                    publishing.addTask { try await publisher.publish() }
                    #expect(try await victim.ending(within: .seconds(30)) == .signal(9), "to be killed \(point)")
                }
                let survivor = try await house.start(stage)
                try await publishing.waitForAll()
                return survivor
            }

            try await Inspection(house: house).expectNoTrace(of: publishers)
            for program in others + [survivor] { await program.send(15) }
            for program in others + [survivor] {
                #expect(try await program.ending(within: .seconds(10)) == .exit(0))
            }
        }
    }
}
