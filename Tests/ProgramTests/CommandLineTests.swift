import Testing

@testable import Program

@Suite struct CommandLineTests {
    private func flags(_ arguments: String...) throws -> CommandLineFlags {
        try CommandLineFlags(arguments, known: SettingsTable.all)
    }

    @Test func `flags are read with a blank or an equals sign`() throws {
        let flags = try flags("--lanes", "2", "--redis-url=redis://a:1/0?x=y", "--http=", "--prefix", "-x")
        #expect(flags.request == .run)
        #expect(
            flags.values == ["--lanes": "2", "--redis-url": "redis://a:1/0?x=y", "--http": "", "--prefix": "-x"]
        )
    }

    @Test(arguments: [
        ["--lane", "2"], ["-l", "2"], ["--"], ["--=x"], ["extra"], ["--lanes", "2", "extra"], ["--lanes"],
        ["--lanes", "--http", "x:1"], ["--lanes", "2", "--lanes", "2"], ["--redis-ulr=redis://app:hunter2@a:1"],
        ["hunter2"], [""],
    ])
    func `a slip is refused with one line and status 64`(arguments: [String]) throws {
        let fault = try #require(throws: StartFault.self) {
            try CommandLineFlags(arguments, known: SettingsTable.all)
        }
        #expect(fault.status == .usage)
        #expect(!fault.line.contains("hunter2"))
        #expect(!fault.line.contains("\n"))
    }

    @Test func `help and version win over everything else`() throws {
        #expect(try flags("--nonsense", "-h").request == .help)
        #expect(try flags("--lanes", "x", "--help").request == .help)
        #expect(try flags("--version", "extra").request == .version)
    }

    @Test(arguments: SettingsTable.all)
    func `the help and the table of the README name each setting`(setting: SettingDescription) {
        let help = HelpText.text(program: "ingest", summary: "takes messages in")
        #expect(help.contains("\(setting.flag) VALUE, \(setting.variable)\n"))
        for text in [setting.meaning, setting.allowed, setting.standard] {
            #expect(help.contains(text))
        }
        #expect(SettingsTable.markdown().contains("| `\(setting.variable)` | `\(setting.flag)` | \(setting.type) |"))
    }

    @Test func `the table has each variable of the contract once`() {
        #expect(
            SettingsTable.all.map(\.variable).sorted() == [
                "DATABASE_URL", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_SERVICE_NAME", "OTEL_TRACES_SAMPLER",
                "OTEL_TRACES_SAMPLER_ARG", "REDIS_URL", "SAYPRO_CONNECT_TIMEOUT", "SAYPRO_HTTP",
                "SAYPRO_LANES", "SAYPRO_LOG_FORMAT", "SAYPRO_LOG_LEVEL", "SAYPRO_PREFIX", "SAYPRO_PROXIES",
                "SAYPRO_SECRETS", "SAYPRO_SMTP_URL",
                "SAYPRO_WEBHOOK_ALLOW",
            ]
        )
        #expect(Set(SettingsTable.all.map(\.flag)).count == SettingsTable.all.count)
    }

    @Test func `the help says what the exit statuses mean`() {
        let help = HelpText.text(program: "ingest", summary: "takes messages in")
        for status in ["0", "64", "69", "78"] {
            #expect(help.contains("\n  \(status) "))
        }
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 160 })
    }
}
