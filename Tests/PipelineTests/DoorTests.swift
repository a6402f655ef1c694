import Contract
import Pipeline
import Postgres
import Redis
import Synchronization
import TestKit
import Testing

/// What is read of `inbound` streams when something goes wrong with a stage, an owner or a stream.
@Suite struct DoorTests {
    @Test func `what was read ahead is read again in its place after a halt`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        // Five are parked and the sixth halts the lane; by then more than the first batch has been read.
        try await bench.knock(1...60) { $0 <= 20 ? "bad-\($0)" : "good-\($0)" }
        try await bench.withLanes([DoorStage(failures: 6)], batchLimit: 40, parkingWindow: .seconds(2)) {
            try await eventually(within: .seconds(30), "the last entry") { try await bench.entries().last == "60" }
        }
        #expect(try await bench.number("SELECT count(*) FROM pipeline.parked") == 5)
        #expect(try await bench.entries() == (6...60).map(String.init))
    }

    @Test func `a position never goes back when what lies before it is read again`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        // The owner before handled these up to 50, and was gone before they were trimmed.
        try await bench.run("INSERT INTO pipeline.door_positions (partition, door, ms, seq) VALUES (0, '', 50, 0)")
        try await bench.knock(1...10) { "c-\($0)" }
        let stage = DoorStage()
        try await bench.withLanes([stage]) {
            try await eventually("what was read again") { try await bench.entries().count == 10 }
            #expect(try await bench.number("SELECT ms FROM pipeline.door_positions") == 50)
            try await bench.knock(60...60) { "c-\($0)" }
            try await eventually("what is new") { try await bench.entries().last == "60" }
        }
        #expect(try await bench.number("SELECT ms FROM pipeline.door_positions") == 60)
        #expect(stage.reread.withLock { $0 } == Set((1...10).map(String.init)))
    }

    @Test(arguments: ["32503680000000-1", "18446744073709551614-1"])
    func `what comes after a stream was set aside is not taken for read again`(far first: String) async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let door = bench.keys.inbound(0)
        let far = ["XADD", door, first]
        _ = try await bench.client.send(Command(far + ["source", "test", "id", "far", "conversation", "c", "n", "0"]))
        let stage = DoorStage()
        try await bench.withLanes([stage]) {
            try await eventually(within: .seconds(60), "the entry, handed back to a fresh stream") {
                try await bench.entries() == ["0"]
            }
            let next = ["XADD", door, "*", "source", "test", "id", "1", "conversation", "c", "n", "1"]
            _ = try await bench.client.send(Command(next))
            try await eventually("what came afterwards") { try await bench.entries().contains("1") }
        }
        #expect(!stage.reread.withLock { $0.contains("1") })
        let now = "extract(epoch FROM clock_timestamp())::bigint * 1000"
        #expect(try await bench.number("SELECT count(*) FROM pipeline.door_positions WHERE ms > \(now) + 300000") == 0)
    }

    @Test func `entries of a stream that was set aside stay there until they are handed back`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let door = bench.keys.inbound(0)
        try await bench.knock(1...3, at: "\(door):aside") { "c-\($0)" }
        // Nothing can be added to what is no stream.
        _ = try await bench.client.send(["SET", door, "x"])
        try await bench.withLanes([DoorStage()]) {
            // The configuration is put back at the beginning of the round that hands back; draining ends that round.
            try await eventually("the care of the doors") {
                try await bench.client.send(["EXISTS", bench.keys.config]) == .integer(1)
            }
        }
        #expect(try await bench.client.send(["XLEN", "\(door):aside"]) == .integer(3))
        _ = try await bench.client.send(["DEL", door])
        try await bench.withLanes([DoorStage()]) {
            try await eventually("the entries") { try await bench.entries().count == 3 }
        }
        #expect(try await bench.entries() == ["1", "2", "3"])
        #expect(try await bench.client.send(["XLEN", "\(door):aside"]) == .integer(0))
    }
}

extension Bench {
    /// Writes an entry of each number, with that number as its id, to the shared door or another stream.
    fileprivate func knock(_ numbers: ClosedRange<Int>, at stream: String? = nil, _ name: (Int) -> String) async throws
    {
        let replies = try await client.send(
            numbers.map { number in
                [
                    "XADD", stream ?? keys.inbound(0), "\(number)-0", "source", "test", "id", "\(number)",
                    "conversation", name(number), "n", "\(number)",
                ]
            }
        )
        for reply in replies { if case .error(let failure) = reply { throw failure } }
    }

    /// The numbers of the entries that the stage has handled, in order, as the log has them.
    fileprivate func entries() async throws -> [String] {
        try await session.query(
            Statement(
                "SELECT fields::jsonb ->> 'n' FROM pipeline.events WHERE topic = 'commands' AND partition = 0 ORDER BY seq"
            )
        ).map { $0.text(0) }
    }
}
