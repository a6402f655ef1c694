import Contract
import Pipeline
import Synchronization
import TestKit
import Testing

/// What cannot be handled is parked with its conversation, and nothing else waits for it.
@Suite struct ParkingTests {
    @Test func `a poisonous conversation is parked in order and others flow`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let stage = EchoStage(poisonous: ["bad"])
        try await bench.withLanes([stage]) {
            try await bench.send(mixed(1...100), to: 0)
            try await eventually("the good ones") { try await bench.echoes(0).count == 50 }
            try await eventually("the bad ones") { try await bench.number("SELECT count(*) FROM api.parked") == 50 }
            #expect(try await bench.number("SELECT count(*) FROM api.parked WHERE code = 'poison'") == 1)

            stage.poisonous.withLock { $0 = [] }
            try await bench.run("UPDATE pipeline.parked SET state = 'retry' WHERE code = 'poison'")
            try await eventually("the bad ones, mended") { try await bench.echoes(0).count == 100 }
            try await bench.send([Fields([("n", "after"), ("conversation", "bad")])], to: 0)
            try await eventually("what follows") { try await bench.echoes(0).last == "after" }
        }
        let mended = try await bench.echoes(0).dropFirst(50).dropLast().map { Int($0) ?? 0 }
        #expect(mended == Array(stride(from: 1, to: 100, by: 2)))
        #expect(try await bench.number("SELECT count(*) FROM api.parked") == 0)
    }

    @Test func `a refused retry waits for the operator again`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage(poisonous: ["bad"])]) {
            try await bench.send(mixed(1...4), to: 0)
            try await eventually("the bad ones") { try await bench.number("SELECT count(*) FROM api.parked") == 2 }
            try await bench.run("UPDATE pipeline.parked SET state = 'retry'")
            try await eventually("the refusal") {
                try await bench.number("SELECT count(*) FROM api.parked WHERE attempts = 2 AND state = 'parked'") == 1
            }
            #expect(try await bench.number("SELECT count(*) FROM api.parked WHERE state = 'retry'") == 0)
        }
    }

    @Test func `discarded work lets the conversation flow again`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let stage = EchoStage(poisonous: ["bad"])
        try await bench.withLanes([stage]) {
            try await bench.send(mixed(1...2), to: 0)
            try await eventually("the bad one") { try await bench.number("SELECT count(*) FROM api.parked") == 1 }
            stage.poisonous.withLock { $0 = [] }
            try await bench.run("DELETE FROM pipeline.parked")
            try await eventually("a flowing conversation") {
                try await bench.send([Fields([("n", "after"), ("conversation", "bad")])], to: 0)
                return try await bench.echoes(0).contains("after")
            }
        }
    }

    @Test func `a data error of the database parks too`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send([Fields([("n", "1"), ("divide", "0"), ("conversation", "bad")])], to: 0)
            try await bench.send([Fields([("n", "2"), ("conversation", "good")])], to: 0)
            try await eventually("the good one") { try await bench.echoes(0) == ["2"] }
            #expect(try await bench.number("SELECT count(*) FROM api.parked WHERE code = 'refused_by_database'") == 1)
        }
    }

    @Test func `a version from the future is parked until a lane knows it`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...2), to: 0, version: 2)
            try await bench.send([Fields([("n", "3"), ("conversation", "other")])], to: 0)
            try await eventually("the known one") { try await bench.echoes(0) == ["3"] }
        }
        #expect(try await bench.number("SELECT count(*) FROM api.parked") == 2)
        try await bench.withLanes([EchoStage(versions: [1, 2])]) {
            try await eventually("the others") { try await bench.echoes(0) == ["3", "1", "2"] }
        }
        #expect(try await bench.number("SELECT count(*) FROM api.parked") == 0)
    }

    @Test func `types that the stage does not consume are passed over`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send([Fields([("n", "1"), ("type", "user.put")]), Fields([("n", "2")])], to: 0)
            try await eventually("the echo") { try await bench.echoes(0) == ["2"] }
        }
        #expect(try await bench.number("SELECT seq FROM pipeline.positions WHERE stage = 'survey'") == 2)
    }

    @Test func `a row of the log that is no event is parked`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.send(numbered(1...3), to: 0, publishing: false)
        try await bench.run("UPDATE pipeline.events SET fields = '{broken', conversation = 'bad' WHERE seq = 2")
        try await bench.withLanes([EchoStage()]) {
            try await eventually("the others") { try await bench.echoes(0) == ["1", "3"] }
        }
        #expect(try await bench.number("SELECT count(*) FROM api.parked WHERE code = 'unreadable_event'") == 1)
    }

    @Test(arguments: [("mail", "letter"), ("timers", "timer")])
    func `a letter or timer that does not read is parked with its text`(table: String, kind: String) async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let columns = table == "mail" ? "sender, kind" : "key, due"
        let values = table == "mail" ? "0, 'echo'" : "'k', now()"
        try await bench.run(
            """
            INSERT INTO pipeline.\(table)_survey (partition, stage, conversation, fields, \(columns))
            VALUES (0, 'survey', 'bad', '{broken', \(values))
            """
        )
        try await bench.withLanes([EchoStage()]) {
            try await eventually("the park") {
                try await bench.number(
                    """
                    SELECT count(*) FROM pipeline.parked
                    WHERE kind = '\(kind)' AND code = 'unreadable_event' AND payload ->> 'fields' = '{broken'
                    """
                ) == 1
            }
        }
        #expect(try await bench.number("SELECT count(*) FROM pipeline.\(table)") == 0)
    }

    @Test func `more than a few parks a minute stop the lane and lose nothing`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let conversations = (1...20).map { "bad-\($0)" }
        try await bench.withLanes([EchoStage(poisonous: Set(conversations))]) {
            try await bench.send(conversations.map { Fields([("n", "x"), ("conversation", $0)]) }, to: 0)
            try await eventually("the parks") { try await bench.number("SELECT count(*) FROM api.parked") == 5 }
        }
        #expect(try await bench.number("SELECT count(*) FROM api.parked") == 5)
        #expect(try await bench.number("SELECT seq FROM pipeline.positions WHERE stage = 'survey'") == 5)
    }

    /// Commands that belong to a bad and a good conversation in turn.
    private func mixed(_ range: ClosedRange<Int>) -> [Fields] {
        range.map { Fields([("n", String($0)), ("conversation", $0.isMultiple(of: 2) ? "good" : "bad")]) }
    }
}
