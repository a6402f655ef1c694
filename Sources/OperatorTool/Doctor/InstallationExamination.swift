import Contract
import Policy
import Postgres
import Program
import Redis

/// Looks at what lies between the servers: their clocks, the number of partitions, the keys of publishers.
struct InstallationExamination {
    let session: PostgresSession
    let redis: RedisClient
    let connections: Connections

    func findings() async throws -> [Finding] {
        var findings: [Finding] = []
        if let finding = try await partitions() { findings.append(finding) }
        findings += try await clocks()
        if let policy = try await policy() {
            findings.append(Self.sharedDoor(policy))
            findings += try await keyFiles(policy)
        }
        return findings
    }

    /// The sources that have a private door by the policy in force.
    func privateDoors() async throws -> [SourceID] { try await policy()?.privateDoors ?? [] }

    /// The policy in force, as far as it can be read without its files.
    private func policy() async throws -> Document? {
        try await PolicyVersions(session: session).current().flatMap { try? Document(yaml: $0.yaml) }
    }

    /// Whether an entry of the shared door is believed to be an admin's although nothing proves whose it is.
    static func sharedDoor(_ policy: Document) -> Finding {
        let check = "shared door"
        guard policy.sharedDoorOpen else { return .fine(check, "is closed") }
        let acts = CommandType.allCases.filter { $0.fields.contains { [.admin, .by].contains($0.name) } }
        let believed = policy.sources.filter { _, rights in
            rights.door == .shared && rights.key == nil && acts.contains(where: rights.mayPublish)
        }
        guard !believed.isEmpty else {
            return .fine(check, "nobody is believed to be an admin there without a signature")
        }
        let names = believed.keys.map(\.rawValue).sorted().joined(separator: ", ")
        return .advice(
            check,
            "whoever may write to it is believed to be any of \(names), and with that any admin",
            do:
                "saypro policy apply policy.yaml  # once it says `key: NAME` or `door: private` of each of these sources"
        )
    }

    private func partitions() async throws -> Finding? {
        let count: Int
        do {
            count = try await session.partitioning().count
        } catch is ToolFailure {
            return .mend("partitions", "the database has no number of partitions", do: "saypro migrate")
        }
        let told = try await redis.send(["HGET", connections.keys.config, "partitions"]).string
        guard told != "\(count)" else { return .fine("partitions", "\(count)") }
        return .mend(
            "partitions",
            "\(connections.keys.config) in Redis says \(told ?? "nothing"), the database \(count)",
            do: "saypro migrate"
        )
    }

    /// The clocks of this host, of Redis and of PostgreSQL, each compared at the middle of a question.
    private func clocks() async throws -> [Finding] {
        let (redisTime, beforeRedis, afterRedis) = try await timed {
            let parts = try await redis.send(["TIME"]).array ?? []
            let numbers = parts.compactMap { $0.string.flatMap { Int64($0) } }
            return numbers.count == 2 ? numbers[0] * 1_000_000 + numbers[1] : 0
        }
        let (databaseTime, beforeDatabase, afterDatabase) = try await timed {
            try await session.query(Statement("SELECT clock_timestamp()")).first?.timestamp(0) ?? 0
        }
        return [
            Self.clock("clock of Redis", apart: redisTime - (beforeRedis + afterRedis) / 2),
            Self.clock("clock of PostgreSQL", apart: databaseTime - (beforeDatabase + afterDatabase) / 2),
        ]
    }

    private func timed(_ ask: () async throws -> Int64) async throws -> (answer: Int64, before: Int64, after: Int64) {
        let before = Instant.now().microseconds
        let answer = try await ask()
        return (answer, before, Instant.now().microseconds)
    }

    /// What a difference between a server's clock and this host's, in microseconds, means.
    static func clock(_ check: String, apart: Int64) -> Finding {
        let milliseconds = apart / 1000
        let sentence = "\(abs(milliseconds)) ms \(milliseconds < 0 ? "behind" : "ahead of") this host"
        switch abs(milliseconds) {
        case ..<1000: return .fine(check, sentence)
        case ..<5000: return .advice(check, sentence, do: "timedatectl set-ntp true, on both hosts")
        default: return .mend(check, "\(sentence): verdicts go by time", do: "timedatectl set-ntp true, on both hosts")
        }
    }

    private func keyFiles(_ policy: Document) async throws -> [Finding] {
        let wanted = policy.sources.compactMap { source, rights in rights.key.map { (source.rawValue, $0) } }
        guard !wanted.isEmpty else { return [] }
        let rows = try await session.query(
            Statement(
                """
                SELECT coalesce(source, door), max(at) FROM ingest.rejected
                WHERE code = $1 AND detail = $2 AND at > now() - interval '1 hour'
                GROUP BY coalesce(source, door)
                """,
                .text(RejectionCode.badSignature.rawValue),
                .text(Rejection.noKey)
            )
        )
        var refusals: [String: Instant] = [:]
        for row in rows { refusals[row.text(0)] = Instant(microseconds: row.timestamp(1)) }
        return wanted.sorted { $0.0 < $1.0 }.map { source, key in
            Self.keyFile(key, of: source, in: connections.secrets, lastRefusal: refusals[source])
        }
    }

    /// What the presence or absence of a source's key file means.
    ///
    /// This login sees its own secrets, not those of ingest: what ingest lacks shows in what it has refused for that.
    static func keyFile(
        _ key: String,
        of source: String,
        in secrets: SecretDirectory?,
        lastRefusal: Instant? = nil
    ) -> Finding {
        let check = "key of source \(source)"
        let unit = "LoadCredential=\(key):\(secrets?.path ?? "/etc/saypro/secrets")/\(key)"
        if let lastRefusal {
            return .mend(
                check,
                "ingest has no '\(key)': for that it refused what '\(source)' published, last at \(lastRefusal)",
                do:
                    "systemctl edit saypro-ingest@.service  # [Service] \(unit); then systemctl restart 'saypro-ingest@*'"
            )
        }
        guard let secrets else {
            return .advice(
                check,
                "SAYPRO_SECRETS is not set here; unless ingest has a '\(key)', nothing of '\(source)' is accepted",
                do: "(umask 077; mkdir -p secrets; openssl rand -hex 32 > secrets/\(key)); "
                    + "export SAYPRO_SECRETS=\"$PWD/secrets\"  # for ingest too; give '\(source)' the same key"
            )
        }
        do throws(StartFault) {
            guard try secrets.secret(key) == nil else {
                return .fine(check, "this login has the file; ingest needs it too: \(unit) in saypro-ingest@.service")
            }
            return .mend(
                check,
                "there is no '\(key)' in \(secrets.path); unless ingest has one, nothing of '\(source)' is accepted",
                do: "(umask 077; openssl rand -hex 32 > '\(secrets.path)/\(key)')  # give '\(source)' the same key"
            )
        } catch {
            return .mend(check, error.line, do: "(umask 077; openssl rand -hex 32 > '\(secrets.path)/\(key)')")
        }
    }
}
