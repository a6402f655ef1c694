import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct KillAtEachStep {
        static let points = [
            "after-read", "after-handle", "before-commit", "after-commit", "before-publish",
            "mid-publish", "after-publish",
        ]

        @Test(arguments: House.stages, points)
        func `a program killed at any step leaves no trace`(stage: String, point: String) async throws {
            let house = try await House.prepare(partitions: 4)
            let others = try await house.startAll(but: [stage])
            let victim = try await house.start(stage, fault: "\(point):4")
            let publisher = CarefulPublisher(
                house,
                Traffic.admins(2) + Traffic.conversations(100, entries: 20)
            )
            async let publishing: Void = publisher.publish()

            #expect(try await victim.ending(within: .seconds(30)) == .signal(9))
            let successor = try await house.start(stage)
            try await publishing

            try await Inspection(house: house).expectNoTrace(of: publisher)
            for program in others + [successor] { await program.send(15) }
            for program in others + [successor] {
                #expect(try await program.ending(within: .seconds(10)) == .exit(0))
            }
        }
    }
}
