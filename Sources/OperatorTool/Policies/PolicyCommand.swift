import ArgumentParser
import Contract
import Foundation
import Policy

/// The command `saypro policy check|diff|apply`.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check a policy file, compare it with the policy that holds, or make it hold.",
        subcommands: [Check.self, Diff.self, Apply.self]
    )

    /// The command `saypro policy check FILE`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every fault of a policy file, with line, path and what is allowed.",
            discussion: "Example: saypro policy check deploy/policy.yaml"
        )
        @Argument(help: "The policy file.") var file: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            _ = try PolicyFile(path: file, output: output)
            if output.json {
                output.console.write(["faults": []])
            } else {
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
                if let current = try await versions.current(), current.yaml == proposed.yaml {
                    return (current.number, false)
                }
                return (try await versions.add(proposed.yaml), true)
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

/// A policy file that has no fault.
struct PolicyFile {
    let yaml: String
    let document: Document

    /// Reads and checks the file; every fault is printed, and the command ends with status 1.
    init(path: String, output: OutputOptions) throws {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: Array(data), as: UTF8.self)
        else {
            throw ToolFailure.failed(
                "cannot read \(path) as UTF-8 text: check that it is there and that you may read it"
            )
        }
        yaml = text
        do throws(PolicyFaults) {
            document = try Document(yaml: text)
        } catch {
            if output.json {
                let faults = error.faults.map { fault -> JSONValue in
                    [
                        "line": .integer(Int64(fault.line)), "path": .string(fault.path),
                        "detail": .string(fault.message),
                    ]
                }
                output.console.write(["faults": .array(faults)])
            } else {
                for fault in error.faults {
                    output.console.write("\(path):\(fault.line): \(fault.path): \(fault.message)")
                }
            }
            let count = error.faults.count
            throw ToolFailure.failed("\(path) has \(count) \(count == 1 ? "fault" : "faults"): mend it and check again")
        }
    }
}
