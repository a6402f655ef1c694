import Contract
import Foundation
import Postgres
import Redis
import TestKit
import Testing

extension FaultTests {
    /// TLS to both servers with a private authority, and secrets that show nowhere.
    @Suite(.serialized)
    struct Encryption {
        /// PostgreSQL with a certificate of the authority, and a login that has a password.
        private static func database(_ authority: CertificateAuthority, name: String) async throws -> PostgresServer {
            let files = try await authority.issue(name, file: "postgres", owner: "postgres")
            let server = try await PostgresServer.start(settings: [
                "ssl": "on", "ssl_cert_file": "\(files).pem", "ssl_key_file": "\(files).key",
            ])
            return server
        }

        private static func login(_ session: PostgresSession) async throws {
            try await session.execute(
                script: "CREATE ROLE tls_worker LOGIN SUPERUSER PASSWORD 'canary-database-7'"
            )
        }

        private static func url(_ server: PostgresServer, _ database: PostgresURL, _ authority: String) -> String {
            "postgresql://tls_worker:canary-database-7@localhost:\(server.port ?? 0)/\(database.database ?? "")"
                + "?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=\(authority)"
        }

        @Test func `a message passes with TLS to both servers`() async throws {
            let authority = try await CertificateAuthority.create()
            let postgres = try await Self.database(authority, name: "localhost")
            let redis = try await RedisServer.start()
            let tunnel = try await Tunnel.open(to: redis, authority, host: "localhost")
            let house = try await House.prepare(redis: tunnel.url, postgres: postgres, partitions: 2)
            let session = try await house.session()
            try await Self.login(session)
            var environment = house.environment
            environment["DATABASE_URL"] = Self.url(postgres, house.database, authority.certificate)
            var programs: [RunningProgram] = []
            for stage in House.stages {
                programs.append(
                    try await RunningProgram.start("\(RunningProgram.folder)/\(stage)", environment: environment)
                )
            }
            let answer = try await RunningProgram.output(
                of: "\(RunningProgram.folder)/saypro",
                [
                    "publish", "message.post", "conversation=c-1", "user=u-1", "role=user", "text=hello", "--source",
                    "operator", "--confirm",
                ],
                environment: environment
            )
            #expect(answer.contains("accepted"))
            try await eventually(
                within: .seconds(30),
                "every program to have a session, and TLS in each",
                asking: .milliseconds(100)
            ) {
                let rows = try await session.query(
                    Statement(
                        """
                        SELECT count(DISTINCT split_part(a.application_name, '/', 2)) FILTER (WHERE s.ssl),
                               count(*) FILTER (WHERE NOT s.ssl)
                        FROM pg_stat_activity AS a JOIN pg_stat_ssl AS s USING (pid)
                        WHERE a.application_name LIKE 'saypro/%'
                        """
                    )
                )
                return rows.first.map { [$0.int(0), $0.int(1)] } == [Int64(House.stages.count), 0]
            }
            let logs = try await tunnel.output
            #expect(logs.contains("TLSv1.3") || logs.contains("TLSv1.2"))
            for program in programs { #expect(await !program.output.contains("canary")) }
            await session.close()
            await tunnel.close()
            await redis.stop()
            await postgres.stop()
        }

        @Test(arguments: ["another authority", "another name"])
        func `a PostgreSQL that is not the one is refused`(what: String) async throws {
            let authority = try await CertificateAuthority.create()
            let other = try await CertificateAuthority.create()
            let postgres = try await Self.database(
                authority,
                name: what == "another name" ? "db.example.org" : "localhost"
            )
            let house = try await House.prepare(postgres: postgres, partitions: 1)
            let session = try await house.session()
            try await Self.login(session)
            var environment = house.environment
            let trusted = what == "another authority" ? other.certificate : authority.certificate
            environment["DATABASE_URL"] = Self.url(postgres, house.database, trusted)
            environment["SAYPRO_CONNECT_TIMEOUT"] = "1"
            let program = try await RunningProgram.start("\(RunningProgram.folder)/router", environment: environment)
            #expect(try await program.ending(within: .seconds(20)) == .exit(69))
            let output = await program.output
            #expect(output.contains("certificate"), "\(output)")
            #expect(!output.contains("canary"))
            await session.close()
            await postgres.stop()
        }

        @Test(arguments: ["another authority", "another name", "no certificate"])
        func `a Redis that is not the one, or a client that is not ours, gets nothing through`(
            what: String
        ) async throws {
            let authority = try await CertificateAuthority.create()
            let other = try await CertificateAuthority.create()
            let redis = try await RedisServer.start()
            let tunnel = try await Tunnel.open(
                to: redis,
                authority,
                host: what == "another name" ? "redis.example.org" : "localhost",
                trusting: what == "another authority" ? other : authority,
                withCertificate: what != "no certificate"
            )
            let client = RedisClient(url: tunnel.url, name: "test", commandTimeout: .seconds(2))
            await #expect(throws: RedisError.self) { try await client.send(["PING"]) }
            await client.close()
            await tunnel.close()
            await redis.stop()
        }

        /// Every secret that a program can have is a canary; what the programs say of faults shows none of them.
        @Test func `no secret shows in arguments, environments, logs or errors`() async throws {
            let redis = try await RedisServer.start()
            try await redis.run(["ACL", "SETUSER", "worker", "on", "~*", "&*", "+@all", ">canary-redis-7"])
            let house = try await House.prepare(redis: redis.tcpURL, partitions: 2)
            let secrets = "/tmp/saypro-test-secrets-\(UInt32.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: secrets, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: secrets) }
            let webhook = "whsec_" + Data("canary-webhook-canary-webhook-7".utf8).base64EncodedString()
            let files = [
                "redis-url": "redis://worker:canary-redis-7@127.0.0.1:\(redis.port)",
                "database-url": house.database.description, "smtp-password": "canary-smtp-7", "webhook": webhook,
                "dashboard-token": "canary-token-7", "partner": "canary-partner-7", "audit-key": "canary-audit-7",
            ]
            for (name, text) in files {
                try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: "\(secrets)/\(name)"))
            }
            let environment = [
                "SAYPRO_SECRETS": secrets, "SAYPRO_PREFIX": house.keys.prefix, "SAYPRO_LOG_LEVEL": "trace",
                "SAYPRO_LOG_FORMAT": "json", "SAYPRO_HTTP": "127.0.0.1:0",
            ]
            var programs: [RunningProgram] = []
            for stage in House.stages {
                programs.append(
                    try await RunningProgram.start("\(RunningProgram.folder)/\(stage)", environment: environment)
                )
            }
            let tool = "\(RunningProgram.folder)/saypro"
            let answer = try await RunningProgram.output(
                of: tool,
                ["publish", "message.post", "conversation=c-1", "user=u-1", "role=user", "text=hello", "--confirm"],
                environment: environment
            )
            #expect(answer.contains("accepted"))
            // Logins fail, connections break: that is when a program has something to say.
            try await redis.run(["ACL", "SETUSER", "worker", "resetpass", ">other"])
            try await redis.run(["CLIENT", "KILL", "TYPE", "normal"])
            try await eventually(within: .seconds(20), "the programs to complain") {
                for program in programs {
                    guard await program.output.contains("WRONGPASS") else { return false }
                }
                return true
            }
            var said = ""
            for arguments in [["doctor"], ["status", "--interval", "0"], ["audit", "checkpoint"], ["publish", "x"]] {
                let run = try await RunningProgram.start(tool, arguments, environment: environment)
                _ = try await run.ending(within: .seconds(60))
                said += await run.output
            }
            for program in programs {
                let pid = await program.pid
                for file in ["cmdline", "environ"] {
                    said += String(
                        decoding: FileManager.default.contents(atPath: "/proc/\(pid)/\(file)") ?? Data(),
                        as: UTF8.self
                    )
                }
                let children = FileManager.default.contents(atPath: "/proc/\(pid)/task/\(pid)/children") ?? Data()
                #expect(children.isEmpty, "\(program.name) has child processes")
                let output = await program.output
                let strange = output.split(separator: "\n").filter { !$0.hasPrefix("{") }
                #expect(strange.isEmpty, "\(program.name) logs what is no JSON: \(strange.prefix(3))")
                said += output
            }
            #expect(said.contains("WRONGPASS"))
            #expect(!said.contains(webhook))
            #expect(
                !said.contains("canary"),
                "\(said.split(separator: "\n").filter { $0.contains("canary") }.prefix(3))"
            )
            await redis.stop()
        }
    }
}

/// Two stunnels by the files in `deploy/stunnel`, one beside Redis and one beside the programs.
struct Tunnel {
    /// The address that leads through both to Redis.
    let url: RedisURL
    private let folder: String
    private let server: RunningProgram
    private let client: RunningProgram

    static func open(
        to redis: RedisServer,
        _ authority: CertificateAuthority,
        host: String,
        trusting trusted: CertificateAuthority? = nil,
        withCertificate: Bool = true
    ) async throws -> Tunnel {
        let folder = "/tmp/saypro-test-tls-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let port = Int.random(in: 42_500..<49_000)
        let ours = try await authority.issue(host, file: "redis")
        let theirs = try await authority.issue("client", file: "client")
        guard case .unix(let socket) = redis.url.address else { throw ProgramFailed(description: "no socket") }
        let server = try configuration(
            "redis-server.conf",
            in: folder,
            [
                "6380": "127.0.0.1:\(port)", "/run/redis/redis.sock": socket, "/etc/saypro/tls/redis": ours,
                "/etc/saypro/tls/ca.pem": authority.certificate,
            ]
        )
        var changes = [
            "redis.example.org:6380": "127.0.0.1:\(port)", "= redis.example.org": "= localhost",
            "/run/saypro/redis.sock": "\(folder)/redis.sock", "/etc/saypro/tls/client": theirs,
            "/etc/saypro/tls/ca.pem": (trusted ?? authority).certificate,
            "foreground = yes": "foreground = yes\ndebug = info",
        ]
        if !withCertificate {
            changes["cert = /etc/saypro/tls/client.pem"] = ";"
            changes["key = /etc/saypro/tls/client.key"] = ";"
        }
        let client = try configuration("redis-client.conf", in: folder, changes)
        let tunnel = Tunnel(
            url: try RedisURL("unix://\(folder)/redis.sock"),
            folder: folder,
            server: try await RunningProgram.start("stunnel", [server]),
            client: try await RunningProgram.start("stunnel", [client])
        )
        try await eventually(within: .seconds(10), "both ends of the tunnel to serve") {
            let output = try await tunnel.output
            return output.components(separatedBy: "Configuration successful").count == 3
                && FileManager.default.fileExists(atPath: "\(folder)/redis.sock")
        }
        return tunnel
    }

    /// What both ends have said.
    var output: String {
        get async throws { await server.output + client.output }
    }

    func close() async {
        try? await client.kill9()
        try? await server.kill9()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A file of `deploy/stunnel` with the places of this test.
    private static func configuration(
        _ name: String,
        in folder: String,
        _ changes: [String: String]
    ) throws -> String {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/stunnel/\(name)")
        var text = try String(contentsOf: path, encoding: .utf8)
        for (old, new) in changes.sorted(by: { $0.key.utf8.count > $1.key.utf8.count }) {
            text = text.replacing(old, with: new)
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        return "\(folder)/\(name)"
    }
}
