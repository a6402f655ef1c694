import Contract
import Pipeline
import TestKit
import Testing

/// Timers and letters take effect once, in their order, and not before what was known.
@Suite struct TimerAndMailTests {
    @Test func `a timer is handled when it is due`() async throws {
        let bench = try await Bench.prepare(partitions: 2)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(
                [Fields([("n", "late"), ("after", "600")]), Fields([("n", "soon"), ("after", "1")])],
                to: 1
            )
            try await eventually("both timers") { try await bench.echoes(1) == ["late", "soon", "soon", "late"] }
        }
        #expect(try await bench.number("SELECT count(*) FROM pipeline.timers") == 0)
    }

    @Test func `a timer outlives the lane that set it`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send([Fields([("n", "1"), ("after", "500")])], to: 0)
            try await eventually("the echo") { try await bench.echoes(0).count == 1 }
        }
        try await bench.withLanes([EchoStage()]) {
            try await eventually("the timer") { try await bench.echoes(0) == ["1", "1"] }
        }
    }

    @Test func `a timer waits for what was known when it came due`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send([Fields([("n", "t"), ("after", "3600000")])], to: 0)
            try await eventually("the echo") { try await bench.echoes(0).count == 1 }
        }
        // While no lane runs the timer comes due, and events come that no stream holds.
        try await bench.send(numbered(1...300), to: 0, publishing: false)
        try await bench.run("UPDATE pipeline.timers SET due = now() - interval '1 hour'")
        try await bench.withLanes([EchoStage()]) {
            try await eventually("all") { try await bench.echoes(0).count == 302 }
        }
        #expect(try await bench.echoes(0) == ["t"] + (1...300).map(String.init) + ["t"])
    }

    @Test func `letters arrive once and in each sender's order`() async throws {
        let bench = try await Bench.prepare(partitions: 4)
        try await bench.withLanes([EchoStage(), EchoStage()]) {
            for sender in 1...3 {
                let letters = (1...100).map { Fields([("n", "\(sender)-\($0)"), ("to", "0")]) }
                try await bench.send(letters, to: sender)
            }
            try await eventually("all letters") { try await bench.echoes(0).count == 300 }
        }
        let arrived = try await bench.echoes(0)
        for sender in 1...3 {
            #expect(arrived.filter { $0.hasPrefix("\(sender)-") } == (1...100).map { "\(sender)-\($0)" })
        }
        #expect(try await bench.number("SELECT count(*) FROM pipeline.mail") == 0)
    }
}
