import Contract
import Pipeline
import Postgres
import TestKit
import Testing

/// Redis takes connections and answers nothing.
@Suite struct HungRedisTests {
    @Test func `a Redis that hangs costs no lane its session, and the stage goes on from the log`() async throws {
        let redis = try await RedisServer.start()
        let bench = try await Bench.prepare(partitions: 4, redis: redis.url)
        try await bench.withLanes([EchoStage(), EchoStage()]) {
            try await eventually("a lane for each half") { try await bench.sessions().count == 2 }
            for partition in 0..<4 { try await bench.send(numbered(1...5), to: partition) }
            for partition in 0..<4 {
                try await eventually("the first echoes") { try await bench.published(partition).count == 5 }
            }
            let sessions = try await bench.sessions()
            await redis.pause()
            // Several times as long as the server lets a session be idle.
            let end = ContinuousClock.now + .seconds(14)
            var last = 5
            while ContinuousClock.now < end {
                last += 1
                for partition in 0..<4 {
                    try await bench.send(numbered(last...last), to: partition, publishing: false)
                }
                for partition in 0..<4 {
                    try await eventually(within: .seconds(20), "an echo in the log") {
                        try await bench.echoes(partition).count == last
                    }
                }
            }
            #expect(try await bench.sessions() == sessions)
            await redis.resume()
            for partition in 0..<4 {
                try await eventually(within: .seconds(20), "all echoes in the streams") {
                    try await bench.published(partition) == (1...last).map(String.init)
                }
            }
        }
        await redis.stop()
    }
}

extension Bench {
    /// The processes of the lanes' sessions that own partitions.
    fileprivate func sessions() async throws -> Set<Int64> {
        let rows = try await session.query(
            Statement(
                """
                SELECT DISTINCT l.pid FROM pg_locks AS l
                JOIN pipeline.stages AS s ON s.stage = 'survey' AND l.classid = s.lock_class::oid
                WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            )
        )
        return Set(rows.map { $0.int(0) })
    }
}
