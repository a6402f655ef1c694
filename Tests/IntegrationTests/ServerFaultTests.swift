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

        @Test
        func `nothing shows of a fault of a server`() async throws {
            let redis = try await RedisServer.start()
            let postgres = try await PostgresServer.start()
            let house = try await House.prepare(redis: redis.url, postgres: postgres, partitions: 8)
            let programs = try await house.startAll()
            var publishers: [CarefulPublisher] = []

            for fault in Fault.allCases {
                let admins = publishers.isEmpty ? Traffic.admins(2) : []
                let publisher = CarefulPublisher(
                    house,
                    admins + Traffic.conversations(45, entries: 26, label: "\(fault)")
                )
                publishers.append(publisher)
                async let publishing: Void = publisher.publish()
                for step in 1...2 {
                    try await eventually(within: .seconds(60), "some load") {
                        await publisher.acceptedCount > step * 500
                    }
                    try await Self.strike(fault, redis, postgres, house, publisher)
                }
                try await publishing
                try await Inspection(house: house).expectNoTrace(of: publishers)
                for (stage, program) in zip(House.stages, programs) {
                    #expect(await program.isRunning, "\(stage) after: \(fault.rawValue)")
                }
            }

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

        @Test
        func `a connection cut between a commit and its answer has no effect`() async throws {
            let house = try await House.prepare(partitions: 4)
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../scripts/chaos/cut-at-commit.py")
            var proxies: [RunningProgram] = []
            var victims: [RunningProgram] = []
            var folders: [String] = []
            defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
            for stage in House.stages {
                let folder = "/tmp/saypro-test-cut-\(UInt32.random(in: 0 ... .max))"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
                folders.append(folder)
                proxies.append(
                    try await RunningProgram.start(
                        "python3",
                        [script.path, house.database.description, folder, "--every", "1", "--times", "3"]
                    )
                )
                try await eventually(within: .seconds(10), "the proxy to listen") {
                    FileManager.default.fileExists(atPath: "\(folder)/.s.PGSQL.5432")
                }
                // Everything up to the question mark names the user and the database.
                let database = house.database.description.prefix { $0 != "?" }
                let cut = try PostgresURL("\(database)?host=\(folder)&port=5432")
                victims.append(try await house.start(stage, database: cut))
            }

            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 20))
            try await publisher.publish()
            try await Inspection(house: house).expectNoTrace(of: [publisher])

            for (stage, (proxy, victim)) in zip(House.stages, zip(proxies, victims)) {
                #expect(await proxy.output.contains("cut 3"), "the connections of \(stage)")
                #expect(await victim.isRunning, "\(stage)")
            }
        }
    }
}
