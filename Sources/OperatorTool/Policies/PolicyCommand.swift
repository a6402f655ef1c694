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

    /// The command `saypro policy diff FILE`.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a policy file would change.",
            discussion: "Example: saypro policy diff deploy/policy.yaml"
        )
        @Argument(help: "The policy file.") var file: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let proposed = try PolicyFile(path: file, output: output)
            let current = try await connections.resolved().withDatabase { session in
                try await PolicyVersions(session: session).current()
            }
            let lines = LineDifference.lines(from: current?.yaml ?? "", to: proposed.yaml)
            let version = current.map { Int64($0.number) }
            if output.json {
                let changes = JSONValue.array(lines.map { .string($0) })
                return output.console.write(["version": .integer(version), "changes": changes])
            }
            guard !lines.isEmpty else {
                return output.console.write("\(file): the same as version \(version ?? 0), which holds")
            }
            output.console.write("version \(version ?? 0) and \(file):")
            for line in lines {
                output.console.write(output.console.paint(line, line.hasPrefix("+") ? .green : .red))
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

/// The lines in which two texts differ.
enum LineDifference {
    /// Lines that only `old` has, with `-`, and lines that only `new` has, with `+`, in the order of the texts.
    static func lines(from old: String, to new: String) -> [String] {
        let before = old.split(separator: "\n", omittingEmptySubsequences: false)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false)
        let difference = after.difference(from: before)
        let gone = difference.removals.map { change -> (Int, Int, String) in
            guard case .remove(let offset, let line, _) = change else { return (0, 0, "") }
            return (offset, 0, "- \(line)")
        }
        let come = difference.insertions.map { change -> (Int, Int, String) in
            guard case .insert(let offset, let line, _) = change else { return (0, 0, "") }
            return (offset, 1, "+ \(line)")
        }
        return (gone + come).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}
