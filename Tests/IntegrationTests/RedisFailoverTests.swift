import Contract
import Foundation
import Redis
import TestKit
import Testing

extension FaultTests {
    /// The whole way over a Redis Cluster and over Sentinels, while masters are lost.
    @Suite(.serialized)
    struct RedisFailovers {
        @Test func `in a Cluster nothing shows of the loss of a node`() async throws {
            let cluster = try await RedisCluster.start()
            let house = try await House.prepare(redis: cluster.url, partitions: 8)
            let programs = try await house.startAll()
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(60, entries: 30))
            async let publishing: Void = publisher.publish()
            try await eventually(within: .seconds(60), "some load") { await publisher.acceptedCount > 600 }
            let lost = try #require(try await cluster.master(of: house.keys.inbound(3)))
            await lost.kill9()
            try await publishing
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            #expect(
                try await house.saypro("tail", "cases", "--from-start", "--count", "5").split(separator: "\n").count
                    >= 5
            )
            for program in programs { #expect(await program.isRunning) }
            await cluster.stop()
        }

        @Test(arguments: [false, true])
        func `with Sentinels nothing shows of a failover`(isCrash: Bool) async throws {
            let group = try await RedisSentinels.start()
            let house = try await House.prepare(redis: group.url, partitions: 8)
            let programs = try await house.startAll()
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(60, entries: 30))
            async let publishing: Void = publisher.publish()
            try await eventually(within: .seconds(60), "some load") { await publisher.acceptedCount > 600 }
            if isCrash { await group.first.kill9() } else { try await group.failOver() }
            try await publishing
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            #expect(try await group.masterPort() == group.second.port)
            for program in programs { #expect(await program.isRunning) }
            await group.stop()
        }

        /// A replica that lags lacks the tail, so the streams that it is promoted with are behind the log.
        @Test func `what a promoted replica lacks is published again`() async throws {
            let group = try await RedisSentinels.start()
            let house = try await House.prepare(redis: group.url, partitions: 2)
            let programs = try await house.startAll()
            let before = CarefulPublisher(house, Traffic.conversations(10, entries: 9))
            try await before.publish()
            // Cut off from its master, but not from the Sentinels, it knows nothing of what comes now.
            try await group.second.run(["CONFIG", "SET", "repl-timeout", "1"])
            try await group.first.run(["CONFIG", "SET", "client-output-buffer-limit", "replica 1 1 1"])
            try await group.first.run(["ACL", "SETUSER", "default", "-psync", "-replconf"])
            try await group.first.run(["CLIENT", "KILL", "TYPE", "replica"])
            let lost = CarefulPublisher(house, Traffic.conversations(10, entries: 9, label: "later"))
            try await lost.publish()
            await group.first.kill9()
            let after = CarefulPublisher(house, Traffic.conversations(10, entries: 9, label: "last"))
            try await after.publish()
            try await eventually(within: .seconds(60), "the streams to end with the log", asking: .milliseconds(500)) {
                try await house.saypro("verify", "--settled")
                return true
            }
            for program in programs { #expect(await program.isRunning) }
            await group.stop()
        }
    }
}
