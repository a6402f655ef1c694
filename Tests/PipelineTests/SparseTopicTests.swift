import Contract
import Pipeline
import Postgres
import TestKit
import Testing

/// Topics of which a stage consumes little, read from the log alone.
@Suite struct SparseTopicTests {
    /// So many commands that the stage passes over, with one for it behind each run of them.
    private func mostlyOthers(_ runs: Int, of length: Int) -> [Fields] {
        (1...runs).flatMap { run in
            Array(repeating: ["type": "user.put"] as Fields, count: length) + [["n": String(run)]]
        }
    }

    private func position(_ bench: Bench, _ partition: Int) async throws -> Int {
        try await bench.number(
            "SELECT coalesce(max(seq), 0) FROM pipeline.positions WHERE stage = 'survey' AND partition = \(partition)"
        )
    }

    @Test func `what is consumed comes once and in order, and the rest is passed over`() async throws {
        let bench = try await Bench.prepare()
        let stage = EchoStage(sparse: [.commands])
        try await bench.send(mostlyOthers(250, of: 3), to: 1)
        try await bench.withLanes([stage], tick: .milliseconds(50)) {
            try await eventually("the position at the head") { try await position(bench, 1) == 1000 }
            // More than one read takes, and something that no stream holds.
            try await bench.send(mostlyOthers(250, of: 0), to: 1, publishing: false)
            try await bench.send(mostlyOthers(1, of: 5), to: 2)
            try await eventually("the positions at the heads") {
                let (first, second) = (try await position(bench, 1), try await position(bench, 2))
                return first == 1250 && second == 6
            }
        }
        let numbers = (1...250).map(String.init)
        #expect(try await bench.echoes(1) == numbers + numbers)
        #expect(try await bench.published(1) == numbers + numbers)
        #expect(try await bench.echoes(2) == ["1"])
    }

    @Test func `another lane goes on where one has stopped`() async throws {
        let bench = try await Bench.prepare()
        try await bench.send(mostlyOthers(20, of: 2), to: 3)
        try await bench.withLanes([EchoStage(sparse: [.commands])], tick: .milliseconds(50)) {
            try await eventually("the first half") { try await bench.echoes(3).count == 20 }
        }
        try await bench.send(mostlyOthers(20, of: 2), to: 3)
        try await bench.withLanes([EchoStage(sparse: [.commands])], tick: .milliseconds(50)) {
            try await eventually("the position at the head") { try await position(bench, 3) == 120 }
        }
        let numbers = (1...20).map(String.init)
        #expect(try await bench.echoes(3) == numbers + numbers)
    }

    @Test func `timers wait for what was known of a sparse topic when they were due`() async throws {
        let bench = try await Bench.prepare()
        try await bench.withLanes([EchoStage(sparse: [.commands])], tick: .milliseconds(50)) {
            try await bench.send([["n": "a", "after": "300"]], to: 0)
            try await eventually("the timer") { try await bench.echoes(0).count == 2 }
        }
        #expect(try await bench.echoes(0) == ["a", "a"])
    }

    @Test func `an erasure is carried out that a sparse topic tells`() async throws {
        let bench = try await Bench.prepare()
        let erasure = Erasure(id: "e-1", person: "u-1", pseudonym: "erased-1", conversations: ["c-1": "erased-c"])
        var told = erasure.fields
        told.append("type", Erasure.type)
        let commands: [Fields] = [["n": "a"], told]
        try await bench.withLanes([EchoStage(sparse: [.commands])], tick: .milliseconds(50)) {
            try await bench.send(commands, to: 1)
            try await eventually("the person's conversation under its new name") {
                try await bench.number(
                    """
                    SELECT count(*)::int FROM pipeline.events
                    WHERE topic = 'surveys' AND partition = 1 AND conversation = 'erased-c'
                    """
                ) == 1
            }
        }
    }
}
