import ArgumentParser
import Contract
import Policy

/// The command `saypro policy check|diff|apply`.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check a policy file, compare it with the policy that holds, or make it hold.",
        subcommands: [Check.self, Diff.self, Apply.self, Show.self, History.self]
    )

    /// The command `saypro policy check FILE`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every fault of a policy file, with line, path and what is allowed.",
            discussion: """
                The files beside it that it names are checked too: holidays (`icalendar`) and articles (`knowledge`).

                Example: saypro policy check deploy/policy.yaml
                """
        )
        @Argument(help: "The policy file.") var file: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let policy = try PolicyFile(path: file, output: output)
            let leftOut = policy.document.leftOut
            if output.json {
                let notes = leftOut.map(policy.json)
                output.console.write(["faults": [], "left_out": .array(notes)])
            } else {
                for note in leftOut { output.console.write(policy.line(note)) }
                output.console.write("\(file): no fault")
            }
        }
    }

    /// The command `saypro policy apply FILE`.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a policy file and make it the version that holds; workers take it up within seconds.",
            discussion: "Example: saypro policy apply deploy/policy.yaml"
        )
        @Argument(help: "The policy file.") var file: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let proposed = try PolicyFile(path: file, output: output)
            let (version, isNew) = try await connections.resolved().withDatabase { session in
                let versions = PolicyVersions(session: session)
                if let current = try await versions.current(), current.yaml == proposed.yaml,
                    current.files.texts == proposed.document.files
                {
                    return (current.number, false)
                }
                return (try await versions.add(proposed.yaml, proposed.document), true)
            }
            if output.json {
                output.console.write(["version": .integer(Int64(version)), "applied": .bool(isNew)])
            } else {
                output.console.write(
                    isNew ? "version \(version) holds now" : "nothing to do: version \(version) is this file"
                )
            }
        }
    }
}
