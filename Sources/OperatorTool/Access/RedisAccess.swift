import Contract
import Pipeline

/// The Redis users of an installation: one for each program and each publisher, each with no more than it needs.
///
/// A right is given for a command together with the keys, so that no user can, for example, trim what it only reads. No
/// user gets a password here: until it has one, nobody can log in as it.
struct RedisAccess {
    /// One user and its rules, in the words of ACL SETUSER.
    struct User: Sendable, Equatable {
        var name: String
        var rules: [String]
    }

    let prefix: String
    /// The sources that have a private door.
    let privateDoors: [SourceID]

    /// All users: programs, the operator, publishers.
    var users: [User] {
        [ingest] + Self.stages.map(stage) + [operatorTool, subscriber, sharedPublisher] + privateDoors.map(publisher)
    }

    /// The users as commands for redis-cli.
    var commands: [String] {
        users.map { "ACL SETUSER \($0.name) \($0.rules.joined(separator: " "))" }
    }

    /// The users as lines of an ACL file.
    var fileLines: [String] {
        users.map { "user \($0.name) \($0.rules.joined(separator: " "))" }
    }

    /// A stage that reads topics, and what it reads and writes.
    private struct TopicStage {
        var name: StageName
        var reads: [Topic]
        var writes: Topic?
        var projections: [String] = []
    }

    private static let stages = [
        TopicStage(name: .router, reads: [.commands, .clocks, .surveys], writes: .cases),
        TopicStage(
            name: .notifier,
            reads: [.cases, .clocks, .surveys],
            writes: .notifications,
            projections: ["inbox"]
        ),
        TopicStage(name: .slaMonitor, reads: [.cases], writes: .clocks),
        TopicStage(name: .survey, reads: [.cases, .commands], writes: .surveys),
        TopicStage(name: .metricsAggregator, reads: Topic.allCases, writes: nil),
    ]

    /// Which stage reads which topics.
    static let readings = stages.flatMap { stage in stage.reads.map { (stage: stage.name, topic: $0) } }

    /// Every user starts from nothing: no key, no command, no channel; then what a connection itself needs.
    private static let base = [
        "on", "clearselectors", "resetkeys", "resetchannels", "-@all", "+hello", "+auth", "+ping", "+select",
        "+client|setname", "+client|id", "+role", "+asking", "+cluster|slots",
    ]
    private static let transactions = ["+multi", "+exec", "+discard"]

    private var ingest: User {
        let rules = [
            selector(["inbound:*"], ["xrange", "xinfo|stream", "exists"], readOnly: true),
            selector(["inbound:*"], ["xadd", "xtrim", "xdel", "del", "renamenx"]),
            selector(["inbound:*", "poke:ingest:*"], ["xread"], readOnly: true),
            selector(["poke:ingest:*"], ["xadd"]),
            selector(["receipts:*"], ["xadd", "xtrim", "xrange", "xdel"]),
            selector(["config"], ["hsetnx"]),
        ]
        return User(name: "saypro-ingest", rules: Self.base + Self.transactions + rules + writing(.commands, []))
    }

    private func stage(_ stage: TopicStage) -> User {
        let inputs = stage.reads.map { "\($0.rawValue):*" }
        let poke = "poke:\(stage.name.rawValue):*"
        var rules = [
            selector(inputs + [poke], ["xread"], readOnly: true),
            selector(inputs, ["xgroup|create", "xgroup|setid"]),
            selector([poke], ["xadd"]),
        ]
        if let topic = stage.writes { rules += writing(topic, stage.projections) }
        return User(name: "saypro-\(stage.name.rawValue)", rules: Self.base + Self.transactions + rules)
    }

    private var operatorTool: User {
        let rules = [
            "+info", "+config|get", "+time", "+acl|whoami", "+bgrewriteaof",
            selector(
                ["*"],
                ["xread", "xrange", "xrevrange", "xlen", "xinfo|stream", "exists", "hget", "hgetall"],
                readOnly: true
            ),
            selector(["inbound:*"], ["xadd"]),
            selector(["config"], ["hset"]),
            // A change of the number of partitions takes away what is numbered otherwise then.
            selector(Topic.allCases.map { "\($0.rawValue):*" } + ["inbox:*", "receipts:*"], ["del"]),
        ]
        return User(name: "saypro-operator", rules: Self.base + Self.transactions + rules)
    }

    /// Who reads topics and the in-app stream, with groups of its own if it likes.
    private var subscriber: User {
        let streams = Topic.allCases.map { "\($0.rawValue):*" } + ["inbox:*"]
        let rules = [
            selector(
                streams + ["config"],
                ["xread", "xrange", "xrevrange", "xlen", "hget", "hgetall"],
                readOnly: true
            ),
            selector(streams, ["xreadgroup", "xack", "xautoclaim", "xclaim", "xpending", "xgroup|create"]),
        ]
        return User(name: "saypro-subscriber", rules: Self.base + rules)
    }

    /// Who publishes through the door that all share.
    private var sharedPublisher: User {
        User(name: "saypro-publisher", rules: Self.base + publishing(to: "inbound:{*}", receipts: "receipts:{*}"))
    }

    private func publisher(_ source: SourceID) -> User {
        let rules = publishing(to: "inbound:\(source):{*}", receipts: "receipts:\(source):{*}")
        return User(name: "publisher-\(source)", rules: Self.base + rules)
    }

    private func publishing(to door: String, receipts: String) -> [String] {
        [
            selector([door], ["xadd"]),
            selector([receipts], ["xread", "xrange", "xrevrange"], readOnly: true),
            selector(["config"], ["hget", "hgetall"], readOnly: true),
        ]
    }

    private func writing(_ topic: Topic, _ projections: [String]) -> [String] {
        let streams = ["\(topic.rawValue):*"] + projections.map { "\($0):*" }
        return [selector(streams, ["xadd", "xtrim", "xdel", "xsetid", "xinfo|stream", "exists", "del"])]
    }

    private func selector(_ patterns: [String], _ commands: [String], readOnly: Bool = false) -> String {
        let keys = patterns.map { "\(readOnly ? "%R~" : "~")\(prefix):\($0)" }
        return "(\((keys + commands.map { "+\($0)" }).joined(separator: " ")))"
    }
}
