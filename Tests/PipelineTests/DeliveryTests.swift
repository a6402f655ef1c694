import Contract
import Pipeline
import Redis
import TestKit
import Testing

/// What a stage is given and what becomes of its events, in calm and when Redis loses them.
@Suite struct DeliveryTests {
    private let all = (1...500).map(String.init)

    @Test func `events come out once, in order, in the log and in the streams`() async throws {
        let bench = try await Bench.prepare()
        try await bench.withLanes([EchoStage()]) {
            for partition in 0..<4 { try await bench.send(numbered(1...500), to: partition) }
            // Nothing is promised between partitions: any of them may be the last.
            for partition in 0..<4 {
                try await eventually("all echoes") { try await bench.published(partition).count == 500 }
            }
        }
        for partition in 0..<4 {
            #expect(try await bench.echoes(partition) == all)
            #expect(try await bench.published(partition) == all)
            #expect(try await bench.published(partition, "mirror") == all)
        }
    }

    @Test func `what no stream holds is read from the log`() async throws {
        let bench = try await Bench.prepare()
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...500), to: 1, publishing: false)
            try await eventually("all echoes") { try await bench.echoes(1).count == 500 }
        }
        #expect(try await bench.echoes(1) == all)
    }

    @Test func `a gap in a stream is filled from the log`() async throws {
        let bench = try await Bench.prepare()
        try await bench.send(numbered(1...10), to: 2)
        try await bench.send(numbered(11...20), to: 2, publishing: false)
        try await bench.send(numbered(21...500), to: 2)
        try await bench.withLanes([EchoStage()]) {
            try await eventually("all echoes") { try await bench.echoes(2).count == 500 }
        }
        #expect(try await bench.echoes(2) == all)
    }

    @Test func `what was read ahead is not handled again when the log is read meanwhile`() async throws {
        let bench = try await Bench.prepare()
        try await bench.withLanes([EchoStage()], tick: .milliseconds(1), batchLimit: 20) {
            // Bursts to one partition after another: what is read ahead belongs to a partition that was silent before.
            for burst in 0..<50 {
                for partition in 0..<4 {
                    try await bench.send(numbered(burst * 20 + 1...burst * 20 + 20), to: partition)
                }
            }
            try await eventually(within: .seconds(60), "all echoes") {
                try await bench.number("SELECT count(*) FROM pipeline.events WHERE topic = 'surveys'") >= 4_000
            }
        }
        for partition in 0..<4 {
            #expect(try await bench.echoes(partition) == (1...1_000).map(String.init))
        }
    }

    @Test func `an entry that is not an event is answered by the log`() async throws {
        let bench = try await Bench.prepare()
        try await bench.send(numbered(1...10), to: 0, publishing: false)
        for seq in 1...10 {
            _ = try await bench.client.send(["XADD", bench.keys.topic(.commands, 0), "\(seq)-0", "x", "y"])
        }
        try await bench.withLanes([EchoStage()]) {
            try await eventually("all echoes") { try await bench.echoes(0).count == 10 }
        }
        #expect(try await bench.echoes(0) == (1...10).map(String.init))
    }

    @Test func `a stream that vanished is published again`() async throws {
        let bench = try await Bench.prepare()
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...250), to: 0)
            try await eventually("the first echoes") { try await bench.published(0).count == 250 }
            _ = try await bench.client.send(["DEL", bench.keys.topic(.surveys, 0), bench.keys.stream("mirror", 0)])
            try await bench.send(numbered(251...500), to: 0)
            try await eventually("all echoes") { try await bench.published(0).count == 500 }
        }
        #expect(try await bench.published(0) == all)
        #expect(try await bench.published(0, "mirror") == all)
    }

    @Test func `a stream that vanished in silence is published again`() async throws {
        let bench = try await Bench.prepare()
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...500), to: 0)
            try await eventually("all echoes") { try await bench.published(0).count == 500 }
            _ = try await bench.client.send(["DEL", bench.keys.topic(.surveys, 0)])
            try await eventually("them again") { try await bench.published(0).count == 500 }
        }
        #expect(try await bench.published(0) == all)
    }

    @Test func `a stream that is ahead of the log is published again`() async throws {
        let bench = try await Bench.prepare()
        let stream = bench.keys.topic(.surveys, 0)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...5), to: 0)
            try await eventually("the echoes") { try await bench.published(0).count == 5 }
        }
        _ = try await bench.client.send(["XADD", stream, "99-0", "n", "lost"])
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(6...7), to: 0)
            try await eventually("the echoes") { try await bench.published(0).count == 7 }
        }
        #expect(try await bench.published(0) == (1...7).map(String.init))
    }

    @Test func `a stream keeps its promised tail and no more`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            for start in stride(from: 0, to: 12_000, by: 1_000) {
                try await bench.send(numbered(start + 1...start + 1_000), to: 0)
            }
            try await eventually(within: .seconds(60), "all echoes") { try await bench.head(of: .surveys, 0) == 12_000 }
            try await eventually("their publication") { try await bench.published(0).last == "12000" }
        }
        let kept = try await bench.published(0).count
        #expect((10_000...10_200).contains(kept))
    }

    @Test func `consumer groups show the positions`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...5), to: 0)
            try await eventually("the mirrored position") {
                let reply = try await bench.client.send(["XINFO", "GROUPS", bench.keys.topic(.commands, 0)])
                guard case .array(let groups) = reply, case .array(let facts)? = groups.first else { return false }
                return facts.contains(.text("survey")) && facts.contains(.text("5-0"))
            }
        }
    }
}
