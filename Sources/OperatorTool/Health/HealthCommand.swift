import ArgumentParser
import Contract
import Program

/// The command `saypro health`.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a program on this machine whether it works; for containers and probes.",
        discussion: """
            Asks /healthz, or /readyz with --ready, at SAYPRO_HTTP, with the secret dashboard-token where there is one. \
            Status 0 it is well, 1 it says that it is not, 69 it does not answer.

            Examples:
              saypro health --http 127.0.0.1:9101
              saypro health --ready
            """
    )

    @Flag(help: "Ask whether it reaches its servers and works, not only whether it lives.") var ready = false
    @Option(help: ArgumentHelp("Where the program listens (SAYPRO_HTTP).", valueName: "host:port")) var http: String?
    @Option(help: ArgumentHelp("Wait at most this long.", valueName: "seconds")) var timeout = 3
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...60).contains(timeout) else { throw ValidationError("--timeout: allowed are 1 to 60 seconds") }
    }

    func run() async throws {
        var flags: [String: String] = [:]
        flags[SettingsTable.http.description.flag] = http
        let settings = try WorkerSettings(
            program: "saypro",
            flags: flags,
            environment: Surroundings.current.environment
        )
        guard let address = settings.http, address.port != 0 else {
            throw ToolFailure.usage("where does it listen? Set SAYPRO_HTTP or give --http host:port")
        }
        let probe = HealthProbe(address: address, token: settings.dashboardToken, timeout: .seconds(timeout))
        let answer = try await probe.ask(ready ? "/readyz" : "/healthz")
        if output.json {
            output.console.write(["well": .bool(answer.isFine), "says": .string(answer.text)])
        } else {
            output.console.write(answer.text)
        }
        if !answer.isFine { throw ExitCode(1) }
    }
}
