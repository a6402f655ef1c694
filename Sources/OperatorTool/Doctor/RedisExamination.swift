import Contract
import Redis

/// Looks whether a Redis server is set as the system needs it.
struct RedisExamination {
    let redis: RedisClient
    let keys: Keys

    /// What `redis-cli` needs to reach the server, in the commands that mend.
    var client = "redis-cli -u \"$REDIS_URL\""
    /// The sources with a private door, who need users of their own.
    var privateDoors: [SourceID] = []

    init(
        redis: RedisClient,
        keys: Keys,
        client: String = "redis-cli -u \"$REDIS_URL\"",
        privateDoors: [SourceID] = []
    ) {
        self.redis = redis
        self.keys = keys
        self.client = client
        self.privateDoors = privateDoors
    }

    /// The command that makes the users.
    private var makeUsers: String {
        let sources = privateDoors.map { " --source \($0)" }.joined()
        return "saypro acl redis\(sources) | \(client)"
    }

    /// The command that sets a setting, and keeps it where the server has a file for that.
    static func set(_ name: String, _ value: String, client: String, hasFile: Bool) -> String {
        let command = "\(client) CONFIG SET \(name) \(value)"
        return hasFile
            ? "\(command) && \(client) CONFIG REWRITE"
            : "\(command)  # and start it with --\(name) \(value): it has no configuration file to keep that in"
    }

    func findings() async -> [Finding] {
        do {
            _ = try await redis.send(["PING"])
        } catch {
            return [
                .mend("redis", "cannot be reached: \(error.message)", do: "start it, or set REDIS_URL to where it is")
            ]
        }
        var findings = [await user()]
        guard let facts = try? await info() else {
            return findings + [
                .mend("redis rights", "this user may not use INFO", do: makeUsers)
            ]
        }
        findings.append(Self.version(facts["redis_version", default: "0"]))
        let hasFile = !facts["config_file", default: ""].isEmpty
        findings += await settings(hasFile)
        findings.append(memory(facts, hasFile))
        if facts["aof_last_write_status", default: "ok"] != "ok" {
            findings.append(
                .mend("redis appendonly", "the last write of the AOF failed", do: "make space on Redis' disk")
            )
        }
        return findings
    }

    private func info() async throws -> [String: String] {
        let text = try await redis.send(["INFO"]).string ?? ""
        return text.split(whereSeparator: \.isNewline).reduce(into: [:]) { facts, line in
            guard let colon = line.firstIndex(of: ":") else { return }
            facts[String(line[..<colon])] = String(line[colon...].dropFirst())
        }
    }

    private func user() async -> Finding {
        guard let name = try? await redis.send(["ACL", "WHOAMI"]).string else {
            return .advice("redis user", "this user may not use ACL WHOAMI", do: makeUsers)
        }
        guard name == "default" else { return .fine("redis user", "logged in as \(name)") }
        return .advice(
            "redis user",
            "everybody uses the user 'default', who may do anything",
            do: "\(makeUsers)  # then give each user a password, and ACL SETUSER default off"
        )
    }

    static func version(_ version: String) -> Finding {
        let major = version.split(separator: ".").first.flatMap { Int($0) } ?? 0
        guard major < 7 else { return .fine("redis version", version) }
        return .mend("redis version", "\(version) is too old", do: "install Redis 7.0 or newer")
    }

    private func settings(_ hasFile: Bool) async -> [Finding] {
        let wanted: [(name: String, isRight: (String) -> Bool, want: String, why: String)] = [
            ("maxmemory-policy", { $0 == "noeviction" }, "noeviction", "Redis may throw unread entries away"),
            ("appendonly", { $0 == "yes" }, "yes", "what publishers sent is lost when Redis restarts"),
            ("appendfsync", { $0 != "no" }, "everysec", "what publishers sent may be lost with the machine"),
            (
                "proto-max-bulk-len", { Int64($0).map { $0 <= 1 << 20 } ?? false }, "1mb",
                "one publisher can fill the memory with a single value"
            ),
        ]
        var findings: [Finding] = []
        for (name, isRight, want, why) in wanted {
            guard let reply = try? await redis.send(["CONFIG", "GET", name]).array, reply.count == 2,
                let value = reply[1].string
            else {
                findings.append(
                    .advice(
                        "redis \(name)",
                        "this user may not read it",
                        do: "log in with a user that may use CONFIG GET"
                    )
                )
                continue
            }
            if isRight(value) {
                findings.append(.fine("redis \(name)", value))
            } else {
                let command = Self.set(name, want, client: client, hasFile: hasFile)
                findings.append(.mend("redis \(name)", "is \(value): \(why)", do: command))
            }
        }
        return findings
    }

    private func memory(_ facts: [String: String], _ hasFile: Bool) -> Finding {
        let used = facts["used_memory"].flatMap { Int64($0) } ?? 0
        let most = facts["maxmemory"].flatMap { Int64($0) } ?? 0
        let system = facts["total_system_memory"].flatMap { Int64($0) } ?? 0
        guard most > 0 else {
            let half = max((system / 2) >> 20, 64)
            return .advice(
                "redis maxmemory",
                "has no limit, so a publisher without limits takes the machine's memory",
                do: Self.set("maxmemory", "\(half)mb", client: client, hasFile: hasFile)
            )
        }
        let share = Int(used * 100 / most)
        guard share >= 80 else { return .fine("redis maxmemory", "\(share) % of \(most >> 20) MiB used") }
        return .mend(
            "redis maxmemory",
            "\(share) % of \(most >> 20) MiB is used: publishers will soon be refused",
            do: "saypro status  # shows who lags; or \(client) CONFIG SET maxmemory \((most * 2) >> 20)mb"
        )
    }
}
