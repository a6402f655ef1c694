import Redis
import TestKit
import Testing

@Suite(.serialized) struct RedisClusterTests {
    @Test func `commands, transactions and waiting reads reach the nodes of their slots`() async throws {
        let cluster = try await RedisCluster.start()
        let client = RedisClient(url: cluster.url, name: "test")
        let keys = (0..<16).map { "x:{\($0)}" }
        let replies = try await client.send(
            keys.flatMap { key -> [Command] in
                [["MULTI"], ["XADD", key, "1-0", "a", "b"], ["XADD", "\(key):other", "1-0", "a", "b"], ["EXEC"]]
            }
        )
        #expect(replies.allSatisfy { $0.failure == nil })
        #expect(try await client.send(keys.map { ["XLEN", $0] }) == keys.map { _ in .integer(1) })
        #expect(try await client.send(["PING"]) == .text("PONG"))

        let reader = RedisClient(url: cluster.url, name: "reader")
        func reads(_ after: String, block: Bool = true) -> [Command] {
            keys.map {
                Command(["XREAD"] + (block ? ["BLOCK", "500"] : []) + ["STREAMS", $0, "\($0):other", after, after])
            }
        }
        #expect(
            try await reader.race(reads("0", block: false), waitingUpTo: .zero).count { $0?.array?.count == 2 } == 16
        )
        async let waited = reader.race(reads("1"), waitingUpTo: .milliseconds(500))
        _ = try await client.send(["XADD", keys[7], "2-0", "a", "b"])
        let found = try await waited
        #expect(found[7]?.array?.count == 1)
        #expect(found.compactMap { $0?.array }.count == 1)
        // The other reads still wait, and give what comes later.
        _ = try await client.send(["XADD", keys[3], "2-0", "a", "b"])
        try await eventually("the read that waited to answer") {
            try await reader.race(reads("1"), waitingUpTo: .milliseconds(200))[3]?.array?.count == 1
        }
        await client.close()
        await reader.close()
        await cluster.stop()
    }

    @Test func `a slot that moves is followed`() async throws {
        let cluster = try await RedisCluster.start()
        let client = RedisClient(url: cluster.url, name: "test")
        _ = try await client.send(["XADD", "x:{3}", "1-0", "a", "b"])
        let from = try #require(try await cluster.master(of: "x:{3}"))
        var target: RedisServer?
        for node in cluster.nodes where node.port != from.port {
            if try await node.run(["ROLE"]).array?.first?.text == "master" { target = node }
        }
        let to = try #require(target)
        let slot = try await from.run(["CLUSTER", "KEYSLOT", "x:{3}"]).integer ?? 0
        let (source, destination) = (
            try await from.run(["CLUSTER", "MYID"]).text ?? "", try await to.run(["CLUSTER", "MYID"]).text ?? ""
        )
        _ = try await to.run(["CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", source])
        _ = try await from.run(["CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", destination])
        // A key that is not there yet is asked for at the other node.
        #expect(try await client.send(["XADD", "y:{3}", "1-0", "a", "b"]) == .text("1-0"))
        _ = try await from.run(["MIGRATE", "127.0.0.1", "\(to.port)", "x:{3}", "0", "5000"])
        for node in [to, from] { _ = try await node.run(["CLUSTER", "SETSLOT", "\(slot)", "NODE", destination]) }
        #expect(try await client.send(["XLEN", "x:{3}"]) == .integer(1))
        #expect(
            try await client.send([["MULTI"], ["XADD", "x:{3}", "2-0", "a", "b"], ["EXEC"]])[2].array == [.text("2-0")]
        )
        await client.close()
        await cluster.stop()
    }

    @Test func `a lost node costs its own slots until its replica takes over`() async throws {
        let cluster = try await RedisCluster.start()
        let client = RedisClient(url: cluster.url, name: "test")
        let keys = (0..<16).map { "x:{\($0)}" }
        _ = try await client.send(keys.map { ["SET", $0, "1"] })
        let lost = try #require(try await cluster.master(of: keys[3]))
        await lost.kill9()
        let replies = try await client.send(keys.map { ["GET", $0] })
        #expect(replies[3].failure?.code == "CLUSTERDOWN")
        #expect(replies.contains(.text("1")))
        try await eventually(within: .seconds(30), "the replica to take over", asking: .milliseconds(50)) {
            try await client.send(keys.map { ["SET", $0, "2"] }).allSatisfy { $0 == .text("OK") }
        }
        await client.close()
        await cluster.stop()
    }
}

@Suite(.serialized) struct RedisSentinelTests {
    @Test func `the master is found, and the next one after a failover`() async throws {
        let group = try await RedisSentinels.start()
        let client = RedisClient(url: group.url, name: "test")
        #expect(try await client.send(["SET", "key", "value"]) == .text("OK"))
        #expect(try await client.send(["CONFIG", "GET", "port"]).array?.last == .text("\(group.first.port)"))
        try await group.failOver()
        try await eventually(within: .seconds(30), "the other server to be the master", asking: .milliseconds(50)) {
            guard try await client.send(["SET", "key", "next"]) == .text("OK") else { return false }
            return try await client.send(["CONFIG", "GET", "port"]).array?.last == .text("\(group.second.port)")
        }
        await client.close()
        await group.stop()
    }

    @Test func `a master that dies is replaced`() async throws {
        let group = try await RedisSentinels.start()
        let client = RedisClient(url: group.url, name: "test")
        _ = try await client.send(["SET", "key", "value"])
        await group.first.kill9()
        try await eventually(within: .seconds(30), "the replica to be the master", asking: .milliseconds(50)) {
            try await client.send(["SET", "key", "next"]) == .text("OK")
        }
        await client.close()
        await group.stop()
    }

    @Test func `a name that no Sentinel knows is said so`() async throws {
        let group = try await RedisSentinels.start()
        let client = RedisClient(
            url: try RedisURL(group.url.description.replacing("sentinel=main", with: "sentinel=other")),
            name: "test"
        )
        let error = await #expect(throws: RedisError.self) { try await client.send(["PING"]) }
        #expect(error?.message.contains("knows no master other") == true)
        await client.close()
        await group.stop()
    }
}
