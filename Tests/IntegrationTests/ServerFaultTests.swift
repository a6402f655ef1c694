import Foundation
import Postgres
import Redis
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct ServerFaults {
        /// What befalls a server while messages flow.
        enum Fault: String, CaseIterable, Sendable {
            case redisIsKilled = "Redis is killed and comes back"
            case redisIsEmptied = "Redis is emptied"
            case redisIsFull = "Redis is out of memory for a while"
            case redisHangs = "Redis hangs for a while"
            case postgresCrashes = "PostgreSQL restarts at once"
            case sessionsEnd = "every session of PostgreSQL is ended"
        }

        @Test(arguments: Fault.allCases)
        func `nothing shows of a fault of a server`(fault: Fault) async throws {
            let redis = try await RedisServer.start()
            let postgres = try await PostgresServer.start()
            let house = try await House.prepare(redis: redis.url, postgres: postgres, partitions: 8)
            let programs = try await house.startAll()
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 30))
            async let publishing: Void = publisher.publish()

            for step in 1...2 {
                try await eventually(within: .seconds(60), "some load") {
                    await publisher.acceptedCount > step * 900
                }
                try await Self.strike(fault, redis, postgres, house, publisher)
            }
            try await publishing
            try await Inspection(house: house).expectNoTrace(of: publisher)
            for program in programs { #expect(await program.isRunning) }

            await redis.stop()
            await postgres.stop()
        }

        private static func strike(
            _ fault: Fault,
            _ redis: RedisServer,
            _ postgres: PostgresServer,
            _ house: House,
            _ publisher: CarefulPublisher
        ) async throws {
            switch fault {
            case .redisIsKilled: try await redis.restart()
            case .redisIsEmptied: try await redis.flushAll()
            case .redisIsFull:
                try await redis.configure("maxmemory", to: "1")
                try await stall(publisher)
                try await redis.configure("maxmemory", to: "0")
            case .redisHangs:
                await redis.pause()
                try? await eventually(within: .seconds(2), "nothing: a hung server answers nobody") { false }
                await redis.resume()
            case .postgresCrashes: try await postgres.restartImmediate()
            case .sessionsEnd:
                let session = try await house.session()
                _ = try await session.query(
                    Statement(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """
                    )
                )
                await session.close()
            }
        }

        /// Returns once nothing has been accepted for a second: what was under way has drained.
        private static func stall(_ publisher: CarefulPublisher) async throws {
            var last = (count: -1, since: ContinuousClock.now)
            try await eventually(within: .seconds(20), "the intake to stand still") {
                let count = await publisher.acceptedCount
                if count != last.count { last = (count, .now) }
                return ContinuousClock.now - last.since > .seconds(1)
            }
        }

        @Test(arguments: House.stages)
        func `a connection cut between a commit and its answer has no effect`(stage: String) async throws {
            let house = try await House.prepare(partitions: 4)
            let folder = "/tmp/saypro-test-cut-\(UInt32.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../scripts/chaos/cut-at-commit.py")
            let proxy = try await RunningProgram.start(
                "python3",
                [script.path, house.database.description, folder, "--every", "1", "--times", "3"]
            )
            try await eventually(within: .seconds(10), "the proxy to listen") {
                FileManager.default.fileExists(atPath: "\(folder)/.s.PGSQL.5432")
            }
            // Everything up to the question mark names the user and the database.
            let database = house.database.description.prefix { $0 != "?" }
            let cut = try PostgresURL("\(database)?host=\(folder)&port=5432")

            let others = try await house.startAll(but: [stage])
            let victim = try await house.start(stage, database: cut)
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 20))
            try await publisher.publish()
            try await Inspection(house: house).expectNoTrace(of: publisher)

            #expect(await proxy.output.contains("cut 3"))
            #expect(await victim.isRunning)
            withExtendedLifetime(others) {}
        }
    }
}
