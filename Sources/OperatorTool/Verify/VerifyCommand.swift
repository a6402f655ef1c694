import ArgumentParser
import Contract
import Redis

/// The command `saypro verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nothing was lost, doubled or left over; status 1 on any difference.",
        discussion: """
            May be run at any time. With --settled all work must be done as well: nothing in inbound (which is given a few \
            seconds to empty), positions at the heads, no mail, no overdue timer. Nobody should publish meanwhile.

            Example: saypro verify --settled
            """
    )
    @Flag(help: "All work must be done as well.") var settled = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let connections = try connections.resolved()
        let results = try await connections.withDatabase { session in
            try await connections.withRedis { redis in
                try await Verifier(session: session, redis: redis, keys: connections.keys, isSettled: settled).results()
            }
        }
        let different = results.filter { !$0.isFine }
        if output.json {
            output.console.write(["fine": .bool(different.isEmpty), "checks": .array(results.map(\.json))])
        } else {
            results.forEach(show)
            output.console.write(different.isEmpty ? "no difference" : "\(different.count) checks found differences")
        }
        if !different.isEmpty { throw ExitCode(1) }
    }

    private func show(_ result: VerifyResult) {
        let mark = result.isFine ? output.console.paint("ok  ", .green) : output.console.paint("FAIL", .red)
        output.console.write("\(mark)  \(result.name): \(result.sentence)")
        for difference in result.differences { output.console.write("        \(difference)") }
        if result.count > result.differences.count {
            output.console.write("        … \(result.count) in all")
        }
    }
}
