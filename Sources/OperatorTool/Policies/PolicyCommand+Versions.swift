import ArgumentParser
import Contract
import Policy

extension PolicyCommand {
    /// The command `saypro policy show [VERSION]`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the policy that holds, or an earlier version of it, as it was applied.",
            discussion: """
                Before the first version is applied the default policy holds, as version 0.

                Examples:
                  saypro policy show
                  saypro policy show 0 > policy.yaml
                """
        )
        @Argument(help: "The version; without it, the one that holds.") var version: Int?
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let versions = try await connections.resolved().withDatabase { session in
                try await PolicyRecord(session: session).versions(version)
            }
            guard let found = versions.first else {
                let list = "saypro policy history lists the versions"
                throw ToolFailure.failed("there is no version \(version ?? 0) of the policy: \(list)")
            }
            if output.json { return output.console.write(found.json(withText: true)) }
            output.console.write(found.yaml.hasSuffix("\n") ? String(found.yaml.dropLast()) : found.yaml)
        }
    }

    /// The command `saypro policy history`.
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the versions of the policy, newest first, with who applied them and what changed.",
            discussion: "Example: saypro policy history"
        )
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let versions = try await connections.resolved().withDatabase { session in
                try await PolicyRecord(session: session).versions()
            }
            if output.json {
                return output.console.write(.array(versions.map { $0.json(withText: false) }))
            }
            guard !versions.isEmpty else {
                return output.console.write("no version was applied: the default policy holds, as version 0")
            }
            var table = TextTable("VERSION>", "APPLIED (UTC)", "BY", "DIGEST", "CHANGES")
            for (place, version) in versions.enumerated() {
                let before = place + 1 < versions.count ? versions[place + 1].yaml : DefaultPolicy.yaml
                table.add([
                    "\(version.number)", CaseWords.time(version.appliedAt), version.appliedBy,
                    String(version.digest.prefix(12)), Self.summary(of: version.yaml, since: before),
                ])
            }
            table.lines.forEach { output.console.write($0) }
        }

        /// The first change since the version before, and how many more there are.
        private static func summary(of yaml: String, since before: String) -> String {
            guard let changes = try? PolicyComparison(from: before, to: yaml).changes else { return "" }
            guard let first = changes.first else { return "no change of terms" }
            return first.description + (changes.count > 1 ? ", and \(changes.count - 1) more" : "")
        }
    }
}
