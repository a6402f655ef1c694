import Contract
import Foundation
import Logging
import Pipeline
import Redis
import Testing
import Traces

@testable import Program

@Suite struct SettingsTests {
    @Test func `the defaults are those of the contract`() throws {
        let settings = try WorkerSettings(program: "ingest", environment: [:])
        #expect("\(settings.redis)".contains("127.0.0.1:6379"))
        #expect(settings.keys.prefix == "saypro")
        #expect(settings.lanes == 1)
        #expect(settings.http == nil)
        #expect(settings.logLevel == .info)
        #expect(settings.logFormat == .json)
        #expect(settings.mailServer == nil)
        #expect(settings.webhookNetworks.isEmpty)
        #expect(settings.proxies.isEmpty)
        #expect(settings.secrets == nil)
        #expect(settings.connectTimeout == .seconds(30))
    }

    @Test func `logs are text on a terminal unless something else is asked for`() throws {
        #expect(try WorkerSettings(program: "ingest", environment: [:], isTerminal: true).logFormat == .text)
        let asked = ["SAYPRO_LOG_FORMAT": "json"]
        #expect(try WorkerSettings(program: "ingest", environment: asked, isTerminal: true).logFormat == .json)
    }

    @Test func `every default that is a value can be read`() throws {
        let defaults = SettingsTable.all.filter { !$0.standard.contains(" ") && $0.standard != "none" }
        let environment = Dictionary(uniqueKeysWithValues: defaults.map { ($0.variable, $0.standard) })
        #expect(environment.count >= 6)
        #expect(throws: Never.self) { try WorkerSettings(program: "ingest", environment: environment) }
    }

    @Test(arguments: [
        ("REDIS_URL", "redis://app:secret@redis.internal:6380/2"), ("REDIS_URL", "unix:///run/redis/redis.sock"),
        ("DATABASE_URL", "postgres://app:secret@db.internal:5433/saypro?sslmode=verify-full"),
        ("DATABASE_URL", "postgresql:///saypro?host=/run/postgresql"),
        ("SAYPRO_PREFIX", "saypro"), ("SAYPRO_PREFIX", "test:7f.A_b-9"),
        ("SAYPRO_LANES", "1"), ("SAYPRO_LANES", "1024"),
        ("SAYPRO_HTTP", ""), ("SAYPRO_HTTP", "127.0.0.1:8080"), ("SAYPRO_HTTP", "[::1]:0"),
        ("SAYPRO_HTTP", "localhost:65535"),
        ("SAYPRO_LOG_LEVEL", "trace"), ("SAYPRO_LOG_LEVEL", "critical"), ("SAYPRO_LOG_FORMAT", "text"),
        ("SAYPRO_SMTP_URL", ""), ("SAYPRO_SMTP_URL", "smtp://mail.internal:25"),
        ("SAYPRO_SMTP_URL", "smtps://app@mail.internal:465"),
        ("SAYPRO_WEBHOOK_ALLOW", "10.1.0.0/16, fd00::/8,192.168.1.7"),
        ("SAYPRO_PROXIES", "10.1.0.0/16, fd00::/8"),
        ("SAYPRO_SECRETS", "/"), ("SAYPRO_CONNECT_TIMEOUT", "0.5"), ("SAYPRO_CONNECT_TIMEOUT", "3600"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", ""), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.internal/base/"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://[::1]:4318"), ("OTEL_SERVICE_NAME", ""),
        ("OTEL_SERVICE_NAME", "saypro-router"), ("OTEL_TRACES_SAMPLER", ""),
        ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.01"),
    ])
    func `a good value is taken`(variable: String, value: String) {
        #expect(throws: Never.self) { try WorkerSettings(program: "ingest", environment: [variable: value]) }
    }

    @Test(arguments: [
        ("REDIS_URL", ""), ("REDIS_URL", "http://127.0.0.1:6379"), ("REDIS_URL", "redis://a:1,"),
        ("REDIS_URL", "redis://127.0.0.1:66666"), ("REDIS_URL", "redis://127.0.0.1/?sentinel="),
        ("DATABASE_URL", ""), ("DATABASE_URL", "mysql://localhost/saypro"), ("DATABASE_URL", "postgres://[/saypro"),
        ("SAYPRO_PREFIX", ""), ("SAYPRO_PREFIX", "say pro"), ("SAYPRO_PREFIX", "{x}"),
        ("SAYPRO_PREFIX", String(repeating: "a", count: 65)),
        ("SAYPRO_LANES", ""), ("SAYPRO_LANES", "0"), ("SAYPRO_LANES", "-1"), ("SAYPRO_LANES", "1025"),
        ("SAYPRO_LANES", "2.5"), ("SAYPRO_LANES", "many"), ("SAYPRO_LANES", "1\n2"),
        ("SAYPRO_HTTP", "8080"), ("SAYPRO_HTTP", ":8080"), ("SAYPRO_HTTP", "localhost"),
        ("SAYPRO_HTTP", "localhost:"), ("SAYPRO_HTTP", "localhost:65536"), ("SAYPRO_HTTP", "::1:8080"),
        ("SAYPRO_HTTP", "http://localhost:8080"), ("SAYPRO_HTTP", "0.0.0.0:8080"), ("SAYPRO_HTTP", "[::]:8080"),
        ("SAYPRO_HTTP", "127.0.0.1.example.com:8080"),
        ("SAYPRO_LOG_LEVEL", ""), ("SAYPRO_LOG_LEVEL", "verbose"), ("SAYPRO_LOG_LEVEL", "INFO"),
        ("SAYPRO_LOG_FORMAT", ""), ("SAYPRO_LOG_FORMAT", "xml"),
        ("SAYPRO_SMTP_URL", "mail.internal:25"), ("SAYPRO_SMTP_URL", "smtp://mail.internal"),
        ("SAYPRO_SMTP_URL", "smtp://app:secret@mail.internal:25"), ("SAYPRO_SMTP_URL", "smtp://mail.internal:0"),
        ("SAYPRO_WEBHOOK_ALLOW", ""), ("SAYPRO_WEBHOOK_ALLOW", "10.0.0.0/33"),
        ("SAYPRO_WEBHOOK_ALLOW", "10.0.0/8"), ("SAYPRO_WEBHOOK_ALLOW", "10.0.0.0/8,,"),
        ("SAYPRO_WEBHOOK_ALLOW", "fd00::1::/8"), ("SAYPRO_WEBHOOK_ALLOW", "fd00:/8"),
        ("SAYPRO_PROXIES", ""), ("SAYPRO_PROXIES", "proxy.internal"),
        ("SAYPRO_SECRETS", ""), ("SAYPRO_SECRETS", "/does/not/exist"), ("SAYPRO_SECRETS", "/etc/hostname"),
        ("SAYPRO_CONNECT_TIMEOUT", ""), ("SAYPRO_CONNECT_TIMEOUT", "0"), ("SAYPRO_CONNECT_TIMEOUT", "nan"),
        ("SAYPRO_CONNECT_TIMEOUT", "30s"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://otel:4317"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318/?x=y"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://app:secret@otel:4318"), ("OTEL_SERVICE_NAME", "two words"),
        ("OTEL_TRACES_SAMPLER", "sometimes"), ("OTEL_TRACES_SAMPLER_ARG", "2"), ("OTEL_TRACES_SAMPLER_ARG", "half"),
    ])
    func `a wrong value stops with one line that names the variable`(variable: String, value: String) throws {
        let fault = try #require(throws: StartFault.self) {
            try WorkerSettings(program: "ingest", environment: [variable: value])
        }
        #expect(fault.status == .configuration)
        #expect(fault.line.hasPrefix("\(variable) is "))
        #expect(fault.line.contains("allowed: "))
        #expect(!fault.line.contains("\n"))
        #expect(!fault.line.contains("secret@"))
    }

    @Test func `traces go nowhere without an endpoint, and else where OpenTelemetry's variables say`() throws {
        let silent = ["OTEL_SERVICE_NAME": "x", "OTEL_TRACES_SAMPLER": "always_on"]
        #expect(try WorkerSettings(program: "ingest", environment: silent).collector == nil)
        let settings = try WorkerSettings(
            program: "ingest",
            environment: [
                "OTEL_EXPORTER_OTLP_ENDPOINT": "https://otel.internal/base/",
                "OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.25",
            ]
        )
        let collector = try #require(settings.collector)
        #expect(collector.url == "https://otel.internal/base/v1/traces")
        #expect(collector.headers.isEmpty)
        #expect(collector.service == "ingest")
        #expect(collector.sampler == TraceSampler(.share(0.25), followsParent: true))
    }

    @Test func `a collector's headers are a secret`() throws {
        try withSecrets(["otlp-headers": "x-key=hunter%202, Authorization=Basic YTpi==\n"]) { secrets in
            let environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318", "SAYPRO_SECRETS": secrets]
            let collector = try WorkerSettings(program: "ingest", environment: environment).collector
            let headers = collector?.headers.map { "\($0.name): \($0.value)" }
            #expect(headers == ["x-key: hunter 2", "Authorization: Basic YTpi=="])
        }
    }

    @Test(arguments: [
        "x-key", "x-key=hunter2%0d%0ay: z", "x key=hunter2", "x-key=hunter2%zz", "=hunter2", "x-key=hunter2,",
    ])
    func `headers that a collector cannot be sent stop the start, and are not shown`(text: String) throws {
        try withSecrets(["otlp-headers": text]) { secrets in
            let fault = try #require(throws: StartFault.self) {
                try WorkerSettings(program: "ingest", environment: ["SAYPRO_SECRETS": secrets])
            }
            #expect(fault.status == .configuration)
            #expect(fault.line.contains("otlp-headers") && !fault.line.contains("hunter2"))
        }
    }

    @Test func `a flag wins over its variable`() throws {
        let settings = try WorkerSettings(
            program: "ingest",
            flags: ["--lanes": "3", "--webhook-allow": "10.0.0.0/8,10.1.0.0/16"],
            environment: ["SAYPRO_LANES": "2", "SAYPRO_PREFIX": "other"]
        )
        #expect(settings.lanes == 3)
        #expect(settings.keys.prefix == "other")
        #expect(settings.webhookNetworks.count == 2)
    }

    @Test func `a wrong flag is the command line's fault even when the variable is right`() throws {
        let fault = try #require(throws: StartFault.self) {
            try WorkerSettings(program: "ingest", flags: ["--lanes": "x"], environment: ["SAYPRO_LANES": "2"])
        }
        #expect(fault.status == .usage)
        #expect(
            fault.line
                == #"--lanes (SAYPRO_LANES) is "x" (a text of 1 character); allowed: a whole number from 1 to 1024"#
        )
    }

    @Test(arguments: ["redis://app:hunter2@[::", "hunter2", "hunter2://x", "app:hunter2@localhost:6379"])
    func `what a secret setting holds is never shown`(value: String) throws {
        for variable in ["REDIS_URL", "DATABASE_URL", "SAYPRO_SMTP_URL"] {
            let fault = try #require(throws: StartFault.self) {
                try WorkerSettings(program: "ingest", environment: [variable: value])
            }
            #expect(!fault.line.contains("hunter2"))
        }
    }

    @Test func `other machines may connect only where there is a token`() throws {
        let fault = try #require(throws: StartFault.self) {
            try WorkerSettings(program: "ingest", flags: ["--http": "0.0.0.0:9100"], environment: [:])
        }
        #expect(fault.status == .configuration)
        #expect(fault.line.contains("there is no secret dashboard-token"))
        try withSecrets(["dashboard-token": "s3cret\n\n"]) { secrets in
            let environment = ["SAYPRO_HTTP": "0.0.0.0:9100", "SAYPRO_SECRETS": secrets]
            let settings = try WorkerSettings(program: "ingest", environment: environment)
            #expect(settings.dashboardToken == Array("s3cret\n".utf8))
        }
    }

    @Test func `a secret that is empty stops the program, one that is not there does not`() throws {
        try withSecrets(["dashboard-token": "\n"]) { secrets in
            let fault = try #require(throws: StartFault.self) {
                try WorkerSettings(program: "ingest", environment: ["SAYPRO_SECRETS": secrets])
            }
            #expect(fault.status == .configuration)
            #expect(fault.line.contains("dashboard-token"))
        }
        try withSecrets([:]) { secrets in
            let settings = try WorkerSettings(program: "ingest", environment: ["SAYPRO_SECRETS": secrets])
            #expect(settings.secrets?.path == secrets)
            #expect(settings.dashboardToken == nil)
        }
    }

    /// Calls the body with a directory that holds these files.
    private func withSecrets(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "saypro-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appending(path: name))
        }
        try body(directory.path())
    }

    @Test(
        arguments: [
            (["--secrets": "D"], "file"), (["--secrets": "D", "--redis-url": "redis://flag"], "flag"),
            ([:], "variable"),
            (["--prefix": "x"], "variable"),
        ] as [([String: String], String)]
    )
    func `a directory that the command line names goes before the variable, one of the environment after it`(
        flags: [String: String],
        host: String
    ) throws {
        try withSecrets(["redis-url": "redis://file\n"]) { secrets in
            let settings = try WorkerSettings(
                program: "router",
                flags: flags.mapValues { $0 == "D" ? secrets : $0 },
                environment: ["REDIS_URL": "redis://variable", "SAYPRO_SECRETS": secrets]
            )
            #expect(settings.redis.description == "redis://\(host):6379/0")
        }
        try withSecrets([:]) { secrets in
            let environment = ["REDIS_URL": "redis://variable"]
            let settings = try WorkerSettings(
                program: "router",
                flags: ["--secrets": secrets],
                environment: environment
            )
            #expect(settings.redis.description == "redis://variable:6379/0")
        }
    }

    @Test func `a block of networks contains its addresses and no others`() throws {
        let block = try NetworkBlock(parsing: "10.1.128.0/17")
        #expect(block.contains([10, 1, 200, 7]))
        #expect(!block.contains([10, 1, 100, 7]))
        let local = try NetworkBlock(parsing: "fd00::/8")
        #expect(local.contains([0xFD, 0x12] + Array(repeating: 7, count: 14)))
        #expect(!local.contains([10, 1, 200, 7]))
        #expect(try NetworkBlock(parsing: "::1").address == Array(repeating: 0, count: 15) + [1])
    }

    @Test(arguments: ["010.0.0.0/8", "10.0.0.0/08", "10.0.0.+1", "10.00.0.0/8", "0x0a.0.0.0/8"])
    func `a network that two programs may read differently is refused`(_ text: String) {
        #expect(throws: ValueFault.self) { try NetworkBlock(parsing: text[...]) }
    }
}
