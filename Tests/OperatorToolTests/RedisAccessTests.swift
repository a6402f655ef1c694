import Contract
import Redis
import TestKit
import Testing

@testable import OperatorTool

/// Which Redis user may do what: every user against every probe.
@Suite struct RedisAccessTests {
    /// A command, and the users that may give it; nobody else may.
    struct Probe: Sendable {
        var command: [String]
        var allowed: Set<String>

        init(_ command: String, _ allowed: String...) {
            self.command = command.split(separator: " ").map { String($0).replacing("P:", with: "saypro:") }
            self.allowed = Set(allowed)
        }
    }

    private static let access = RedisAccess(
        prefix: "saypro",
        privateDoors: ["partner", "other"].compactMap(SourceID.init(_:))
    )

    private static let programs = [
        "saypro-ingest", "saypro-router", "saypro-notifier", "saypro-sla-monitor", "saypro-survey",
        "saypro-metrics-aggregator",
    ]

    private static let ofDoors = [
        Probe("XADD P:inbound:{1} * type x", "saypro-ingest", "saypro-operator", "saypro-publisher"),
        Probe("XADD P:inbound:partner:{1} * type x", "saypro-ingest", "saypro-operator", "publisher-partner"),
        Probe("XADD P:inbound:other:{1} * type x", "saypro-ingest", "saypro-operator", "publisher-other"),
        Probe("XADD P:inbound:partner:{1}:aside * type x", "saypro-ingest", "saypro-operator"),
        Probe("XTRIM P:inbound:{1} MINID 7", "saypro-ingest"),
        Probe("XTRIM P:inbound:partner:{1} MINID 7", "saypro-ingest"),
        Probe("XDEL P:inbound:partner:{1} 1-1", "saypro-ingest"),
        Probe("DEL P:inbound:{1}", "saypro-ingest"),
        Probe("RENAMENX P:inbound:{1} P:inbound:{1}:aside", "saypro-ingest"),
        Probe("XREAD STREAMS P:inbound:{1} 0", "saypro-ingest", "saypro-operator"),
        Probe(
            "XREAD STREAMS P:inbound:{1} P:inbound:partner:{1} P:poke:ingest:{1} 0 0 0",
            "saypro-ingest",
            "saypro-operator"
        ),
        Probe("XRANGE P:inbound:{1}:aside - +", "saypro-ingest", "saypro-operator"),
        Probe("XINFO STREAM P:inbound:{1}", "saypro-ingest", "saypro-operator"),
        Probe("XADD P:receipts:{1} * id x", "saypro-ingest"),
        Probe("XADD P:receipts:partner:{1} * id x", "saypro-ingest"),
        Probe("XTRIM P:receipts:{1} MINID 7", "saypro-ingest"),
        Probe("XDEL P:receipts:{1} 1-1", "saypro-ingest"),
        Probe("XRANGE P:receipts:partner:{1} - +", "saypro-ingest", "saypro-operator", "publisher-partner"),
        Probe("XREAD STREAMS P:receipts:{1} 0", "saypro-operator", "saypro-publisher"),
        Probe("XREAD STREAMS P:receipts:partner:{1} 0", "saypro-operator", "publisher-partner"),
        Probe("XREVRANGE P:receipts:partner:{1} + - COUNT 1", "saypro-operator", "publisher-partner"),
        Probe(
            "HGET P:config partitions",
            "saypro-operator",
            "saypro-subscriber",
            "saypro-publisher",
            "publisher-partner",
            "publisher-other"
        ),
        Probe("HSET P:config partitions 7", "saypro-operator"),
        Probe("HSETNX P:config partitions 7", "saypro-ingest"),
        Probe("DEL P:config"), Probe("DEL P:inbound:{1}:aside", "saypro-ingest"),
        Probe("DEL P:receipts:{1}", "saypro-operator"), Probe("DEL P:receipts:partner:{1}", "saypro-operator"),
    ]

    private static let ofServer = [
        Probe("FLUSHALL"), Probe("FLUSHDB"), Probe("CONFIG SET maxmemory 1"), Probe("SHUTDOWN"), Probe("KEYS *"),
        Probe("SCAN 0"), Probe("EVAL return 0"), Probe("SUBSCRIBE news"), Probe("PUBLISH news x"), Probe("GET x"),
        Probe("SET P:config x"), Probe("ACL LIST"), Probe("DEBUG SLEEP 0"), Probe("CLIENT KILL 1"), Probe("MONITOR"),
        Probe("XADD elsewhere * a b"), Probe("XADD sayprox:inbound:{1} * a b"),
        Probe("INFO", "saypro-operator"), Probe("CONFIG GET appendonly", "saypro-operator"),
        Probe("TIME", "saypro-operator"), Probe("BGREWRITEAOF", "saypro-operator"), Probe("CLUSTER NODES"),
        Probe("REPLICAOF NO ONE"), Probe("CLUSTER RESET"), Probe("FAILOVER"),
    ]

    private static let owners = [
        "commands": "saypro-ingest", "cases": "saypro-router", "clocks": "saypro-sla-monitor",
        "surveys": "saypro-survey", "notifications": "saypro-notifier",
    ]
    private static let readers: [String: Set<String>] = [
        "commands": ["saypro-router", "saypro-survey", "saypro-metrics-aggregator"],
        "cases": ["saypro-notifier", "saypro-sla-monitor", "saypro-survey", "saypro-metrics-aggregator"],
        "clocks": ["saypro-router", "saypro-notifier", "saypro-metrics-aggregator"],
        "surveys": ["saypro-router", "saypro-notifier", "saypro-metrics-aggregator"],
        "notifications": ["saypro-metrics-aggregator"],
    ]

    private static var ofTopics: [Probe] {
        owners.flatMap { topic, owner -> [Probe] in
            let readers = readers[topic, default: []]
            let written = [
                "XADD P:\(topic):{1} NOMKSTREAM 1-0 type x", "XTRIM P:\(topic):{1} MINID ~ 7",
                "XSETID P:\(topic):{1} 9-0 ENTRIESADDED 9", "EXISTS P:\(topic):{1} P:\(topic):{2}",
                "DEL P:\(topic):{1}", "XDEL P:\(topic):{1} 1-0",
                "XINFO STREAM P:\(topic):{1}",
            ].map { command in
                var probe = Probe(command, owner)
                if ["XINFO", "EXISTS", "DEL"].contains(where: command.hasPrefix) {
                    probe.allowed.insert("saypro-operator")
                }
                return probe
            }
            var read = Probe("XREAD STREAMS P:\(topic):{1} 0", "saypro-operator", "saypro-subscriber")
            read.allowed.formUnion(readers)
            var mirrored = Probe("XGROUP SETID P:\(topic):{1} router 0")
            mirrored.allowed.formUnion(readers)
            var created = Probe("XGROUP CREATE P:\(topic):{1} mine 0", "saypro-subscriber")
            created.allowed.formUnion(readers)
            return written + [
                read, mirrored, created,
                Probe("XREADGROUP GROUP mine me STREAMS P:\(topic):{1} >", "saypro-subscriber"),
                Probe("XGROUP DESTROY P:\(topic):{1} router"),
            ]
        } + [
            Probe("XADD P:inbox:{1} 1-0 a b", "saypro-notifier"),
            Probe("DEL P:inbox:{1}", "saypro-notifier", "saypro-operator"),
            Probe("XREAD STREAMS P:inbox:{1} 0", "saypro-operator", "saypro-subscriber"),
            Probe("XADD P:poke:router:{1} MAXLEN 1 * mail 1", "saypro-router"),
            Probe(
                "XREAD STREAMS P:commands:{1} P:clocks:{1} P:surveys:{1} P:poke:router:{1} 0 0 0 0",
                "saypro-router",
                "saypro-operator"
            ),
        ]
    }

    @Test func `every user may do what it needs and nothing else`() async throws {
        let server = try await RedisServer.start()
        let redis = RedisClient(url: server.url, name: "test")
        for user in Self.access.users {
            _ = try await redis.send(Command(["ACL", "SETUSER", user.name] + user.rules + [">secret"]))
        }
        var probes = Self.ofDoors + Self.ofServer + Self.ofTopics
        var transaction = Probe("MULTI", "saypro-operator")
        transaction.allowed.formUnion(Self.programs)
        probes.append(transaction)
        var wrong: [String] = []
        var matrix = AccessTable("user", "command", "expected", "observed")
        for user in Self.access.users {
            let replies = try await redis.send(probes.map { Command(["ACL", "DRYRUN", user.name] + $0.command) })
            for (probe, reply) in zip(probes, replies) {
                let command = probe.command.joined(separator: " ")
                let (mayDo, isExpected) = (reply == .text("OK"), probe.allowed.contains(user.name))
                matrix.add(user.name, command, isExpected ? "may" : "", mayDo ? "may" : "")
                guard mayDo != isExpected else { continue }
                wrong.append("\(user.name) \(mayDo ? "may" : "may not"): \(command) \(reply)")
            }
        }
        try matrix.write(as: "redis.md")
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        await redis.close()
        await server.stop()
    }

    @Test func `a publisher that logs in can use its own door only`() async throws {
        let server = try await RedisServer.start()
        let owner = RedisClient(url: server.url, name: "test")
        for command in Self.access.commands {
            _ = try await owner.send(Command(command.split(separator: " ").map(String.init)))
        }
        _ = try await owner.send(["ACL", "SETUSER", "publisher-partner", ">pass"])
        let text = server.tcpURL.description.replacing("redis://", with: "redis://publisher-partner:pass@")
        let partner = RedisClient(url: try RedisURL(text), name: "test")
        _ = try await partner.send(["XADD", "saypro:inbound:partner:{1}", "*", "type", "case.open"])
        for key in ["saypro:inbound:{1}", "saypro:inbound:other:{1}", "saypro:cases:{1}"] {
            do throws(RedisError) {
                _ = try await partner.send(["XADD", key, "*", "type", "case.open"])
                Issue.record("the partner wrote \(key)")
            } catch {
                #expect(error.code == "NOPERM")
            }
        }
        await partner.close()
        await owner.close()
        await server.stop()
    }

    @Test func `users without a password cannot log in`() {
        for user in Self.access.users {
            #expect(!user.rules.contains { $0.hasPrefix(">") || $0 == "nopass" || $0 == "reset" })
        }
    }
}
