import Contract
import Pipeline
import Synchronization
import TestKit
import Testing

/// An erasure stands alone, so that nothing waits for it with locks in hand, and it finds what came before it.
@Suite struct ErasureBatchTests {
    @Test func `what a topic tells of an erasure is a batch of its own`() async throws {
        let bench = try await Bench.prepare()
        let erasure = Erasure(id: "e-1", person: "u-1", pseudonym: "erased-1", conversations: ["c-1": "erased-c"])
        var told = erasure.fields
        told.append("type", Erasure.type)
        let stage = EchoStage()
        try await bench.send([["n": "a"], ["n": "b"], told, ["n": "c"]], to: 1, publishing: false)
        try await bench.withLanes([stage]) {
            try await eventually("all of it") { try await bench.echoes(1) == ["a", "b", "c"] }
        }
        #expect(stage.batches.withLock { $0 } == 2)
        // What was handled before it has the new name, as it stands in the log by then.
        let renamed = "SELECT count(*)::int FROM pipeline.events WHERE topic = 'surveys' AND conversation = 'erased-c'"
        #expect(try await bench.number(renamed) == 2)
    }

    @Test func `the letter of an erasure is a batch of its own, behind what was read before it`() async throws {
        let bench = try await Bench.prepare()
        let stage = EchoStage()
        try await bench.send([["n": "a"], ["n": "b"]], to: 0)
        try await bench.run(
            """
            INSERT INTO pipeline.mail (partition, stage, sender, kind, conversation, fields) VALUES
                (0, 'survey', 1, 'greeting', 'c-0', '{"n":"1"}'), (0, 'survey', 1, 'erase', 'c-0', '{"n":"2"}'),
                (0, 'survey', 1, 'greeting', 'c-0', '{"n":"3"}')
            """
        )
        try await bench.withLanes([stage]) {
            try await eventually("all of it") { try await bench.echoes(0).count == 5 }
        }
        #expect(try await bench.echoes(0) == ["a", "b", "1", "2", "3"])
        #expect(stage.batches.withLock { $0 } == 3)
    }
}
