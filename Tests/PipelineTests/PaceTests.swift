import Contract
import Pipeline
import Postgres
import Redis
import Synchronization
import TestKit
import Testing

/// Stages for whose result nobody waits.
@Suite struct PaceTests {
    @Test func `a stage with a pace gathers what comes meanwhile`() async throws {
        let bench = try await Bench.prepare()
        let stage = EchoStage(pace: .milliseconds(400))
        let began = ContinuousClock.now
        try await bench.withLanes([stage]) {
            for number in 1...60 { try await bench.send([["n": String(number)]], to: 1) }
            try await eventually("everything to be handled") { try await bench.echoes(1).count == 60 }
        }
        let paces = Int((ContinuousClock.now - began) / .milliseconds(400))
        #expect(try await bench.echoes(1) == (1...60).map(String.init))
        #expect(stage.batches.withLock { $0 } <= paces + 1)
    }

    @Test func `a backlog is worked off without a pace, be it in one stream alone`() async throws {
        let bench = try await Bench.prepare()
        try await bench.send((1...500).map { ["n": String($0)] }, to: 1)
        try await bench.withLanes([EchoStage(pace: .seconds(600))]) {
            try await eventually("everything to be handled") { try await bench.echoes(1).count == 500 }
        }
        #expect(try await bench.echoes(1) == (1...500).map(String.init))
    }

    @Test(arguments: [(0, 1), (9, 1), (10, 2), (3600, 2)])
    func `the upkeep is done half as often when nothing has come for ten ticks`(silence: Int, ticks: Int) throws {
        let settings = try PipelineSettings(
            redis: RedisURL("redis://127.0.0.1"),
            postgres: PostgresURL("postgresql:///saypro"),
            keys: Keys(prefix: "saypro"),
            instance: "test:1"
        )
        #expect(settings.rhythm(after: settings.tick * silence) == settings.tick * ticks)
    }
}
