package import Redis

/// A Redis Cluster of three masters with a replica each, on loopback.
package struct RedisCluster: Sendable {
    /// Its nodes; the first three were the masters at the start.
    package let nodes: [RedisServer]
    /// The address that names the first three nodes.
    package let url: RedisURL

    /// Starts six servers, joins them, and waits until every slot is served.
    package static func start() async throws -> RedisCluster {
        var nodes: [RedisServer] = []
        for _ in 0..<6 {
            nodes.append(
                try await RedisServer.start(options: [
                    "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0",
                    "--cluster-replica-validity-factor", "0",
                ])
            )
        }
        let hosts = nodes.map { "127.0.0.1:\($0.port)" }
        _ = try await RunningProgram.output(
            of: "redis-cli",
            ["--cluster", "create"] + hosts + ["--cluster-replicas", "1", "--cluster-yes"]
        )
        let cluster = RedisCluster(
            nodes: nodes,
            url: try RedisURL("redis://\(hosts.prefix(3).joined(separator: ","))")
        )
        try await eventually(within: .seconds(30), "every node to see the whole Cluster") {
            for node in nodes {
                guard try await node.run(["CLUSTER", "INFO"]).text?.contains("cluster_state:ok") == true else {
                    return false
                }
            }
            return true
        }
        return cluster
    }

    /// The node that is the master of a key's slot now.
    package func master(of key: String) async throws -> RedisServer? {
        for node in nodes {
            guard let role = try? await node.run(["ROLE"]).array?.first?.text, role == "master" else { continue }
            // A node that does not have the slot says which one has it.
            if (try? await node.run(["EXISTS", key])) != nil { return node }
        }
        return nil
    }

    /// Ends all nodes.
    package func stop() async {
        for node in nodes { await node.stop() }
    }
}
