import Contract
import Redis

/// Looks whether a Redis server is set as the system needs it.
struct RedisExamination {
    let redis: RedisClient
    let keys: Keys

    /// The `redis-cli` that reaches the server, in the commands that mend; nil where no command line can say how.
    var client: String?
    /// What holds the server's address.
    var place = "REDIS_URL"
    /// The sources with a private door, who need users of their own.
    var privateDoors: [SourceID] = []

    /// The command that makes the users, given by one who may do that or else as a file for the server.
    private func makeUsers(_ client: String?) -> String {
        let command = "saypro acl redis\(privateDoors.map { " --source \($0)" }.joined())"
        guard let client else {
            return "\(command) --form aclfile  # with a password each, that is Redis' aclfile: /usr/lib/saypro/logins"
        }
        return "\(command) | \(client)"
    }

    /// The command that sets a setting: at once where this user may do that, else in the server's file.
    static func set(_ name: String, _ value: String, client: String?, file: String) -> String {
        switch (client, file) {
        case (nil, ""): return "start it with --\(name) \(value): it has no configuration file"
        case (nil, _):
            // A server that had no append-only file begins with an empty one.
            let remark = name == "appendonly" ? "when ingest has caught up: it starts empty, and " : ""
            return "echo '\(name) \(value)' >> \(file) && systemctl restart redis-server"
                + "  # \(remark)nothing accepted is lost"
        case (let client?, ""):
            return "\(client) CONFIG SET \(name) \(value)"
                + "  # and start it with --\(name) \(value): it has no configuration file to keep that in"
        case (let client?, _): return "\(client) CONFIG SET \(name) \(value) && \(client) CONFIG REWRITE"
        }
    }

    /// What it means that there is no connection.
    static func unreached(_ error: RedisError, place: String) -> Finding {
        guard let failure = error.cause as? RedisFailure, ["WRONGPASS", "NOAUTH"].contains(failure.code) else {
            return .mend(
                "redis",
                "cannot be reached: \(error.message)",
                do: "start it, or mend the address in \(place)"
            )
        }
        return .mend(
            "redis",
            "refuses the login: \(failure.message)",
            do: "compare the user and the password in \(place) with the user's line in Redis' users.acl"
        )
    }

    func findings() async -> [Finding] {
        do {
            _ = try await redis.send(["PING"])
        } catch {
            return [Self.unreached(error, place: place)]
        }
        let name = try? await redis.send(["ACL", "WHOAMI"]).string
        // Redis has no other administrator: the users that `acl redis` makes may not change it.
        let client = name == "default" ? client : nil
        var findings = [user(name, client)]
        guard let facts = try? await info() else {
            return findings + [
                .mend("redis rights", "this user may not use INFO", do: makeUsers(client))
            ]
        }
        findings.append(Self.version(facts["redis_version", default: "0"]))
        let file = facts["config_file", default: ""]
        findings += await settings(client, file)
        findings.append(memory(facts, client, file))
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

    private func user(_ name: String?, _ client: String?) -> Finding {
        guard let name else {
            return .advice("redis user", "this user may not use ACL WHOAMI", do: makeUsers(client))
        }
        guard name == "default" else { return .fine("redis user", "logged in as \(name)") }
        return .advice(
            "redis user",
            "everybody uses the user 'default', who may do anything",
            do: "\(makeUsers(client))  # then give each user a password, and ACL SETUSER default off"
        )
    }

    static func version(_ version: String) -> Finding {
        let major = version.split(separator: ".").first.flatMap { Int($0) } ?? 0
        guard major < 7 else { return .fine("redis version", version) }
        return .mend("redis version", "\(version) is too old", do: "install Redis 7.0 or newer")
    }

    private func settings(_ client: String?, _ file: String) async -> [Finding] {
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
                let command = Self.set(name, want, client: client, file: file)
                findings.append(.mend("redis \(name)", "is \(value): \(why)", do: command))
            }
        }
        return findings
    }

    private func memory(_ facts: [String: String], _ client: String?, _ file: String) -> Finding {
        let used = facts["used_memory"].flatMap { Int64($0) } ?? 0
        let most = facts["maxmemory"].flatMap { Int64($0) } ?? 0
        let system = facts["total_system_memory"].flatMap { Int64($0) } ?? 0
        guard most > 0 else {
            let half = max((system / 2) >> 20, 64)
            return .advice(
                "redis maxmemory",
                "has no limit, so a publisher without limits takes the machine's memory",
                do: Self.set("maxmemory", "\(half)mb", client: client, file: file)
            )
        }
        let share = Int(used * 100 / most)
        guard share >= 80 else { return .fine("redis maxmemory", "\(share) % of \(most >> 20) MiB used") }
        let more = "\((most * 2) >> 20)mb"
        return .mend(
            "redis maxmemory",
            "\(share) % of \(most >> 20) MiB is used: publishers will soon be refused",
            do: "saypro status  # shows who lags; or \(Self.set("maxmemory", more, client: client, file: file))"
        )
    }
}
