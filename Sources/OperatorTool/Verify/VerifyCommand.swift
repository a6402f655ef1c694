import ArgumentParser
import Contract
import Redis

/// The command `saypro verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nothing was lost, doubled or left over, and that the figures are right.",
        discussion: """
            May be run at any time. Status 1 on any difference. Figures are counted again from what they were made of, once \
            all of that has been folded, for which a few seconds are given; if it has not been by then, they are not \
            compared, which is said with how much is missing, and the status is 69 unless there is a difference.

            With --settled all work must be done as well: nothing in inbound (which is given a few \
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
        let different = results.filter { $0.verdict == .different }
        let missing = results.filter { $0.verdict == .notCompared }
        if output.json {
            let isFine = different.isEmpty && missing.isEmpty
            output.console.write(["fine": .bool(isFine), "checks": .array(results.map(\.json))])
        } else {
            results.forEach(show)
            if !results.contains(where: { $0.name == "figures" }) {
                output.console.write("there are no figures to compare: metrics-aggregator has not run yet")
            }
            output.console.write(
                [
                    different.isEmpty ? "no difference" : "\(different.count) checks found differences",
                    missing.first?.notCompared.map { "\(missing.count) checks not made: \($0)" },
                ].compactMap { $0 }.joined(separator: "; ")
            )
        }
        if !different.isEmpty { throw ExitCode(1) }
        if !missing.isEmpty { throw ExitCode(Self.notCompared) }
    }

    /// The status that says: nothing wrong was found, but not everything could be looked at; try again later.
    static let notCompared: Int32 = 69

    private func show(_ result: VerifyResult) {
        let mark =
            switch result.verdict {
            case .fine: output.console.paint("ok  ", .green)
            case .different: output.console.paint("FAIL", .red)
            case .notCompared: output.console.paint("????", .yellow)
            }
        output.console.write("\(mark)  \(result.name): \(result.sentence)")
        if let obstacle = result.notCompared { output.console.write("        not compared: \(obstacle)") }
        for difference in result.differences { output.console.write("        \(difference)") }
        if result.count > result.differences.count {
            output.console.write("        … \(result.count) in all")
        }
    }
}
