import ArgumentParser
import Contract
import Policy
import Postgres
import SLAMonitor

extension PolicyCommand {
    /// The command `saypro policy diff FILE`.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what a policy file would change, and what that means for open work.",
            discussion: """
                Example: saypro policy diff deploy/policy.yaml

                Nothing is changed: `saypro policy apply` does that.
                """
        )
        @Argument(help: "The policy file.") var file: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let proposed = try PolicyFile(path: file, output: output)
            let (version, work, clocks) = try await connections.resolved().withDatabase { session in
                (
                    try await PolicyVersions(session: session).current(), try await OpenWork(session: session),
                    try await preview(proposed.document, on: session)
                )
            }
            let yaml = version?.yaml ?? DefaultPolicy.yaml
            let files = version?.files ?? DefaultPolicy.files
            let comparison = try comparison(with: yaml, files, proposed)
            let impact = PolicyImpact(
                comparison: comparison,
                current: try? Document(yaml: yaml, files: files),
                proposed: proposed.document,
                work: work
            )
            let number = version?.number ?? 0
            if output.json {
                output.console.write(json(number, comparison, impact.consequences, clocks))
            } else {
                let isSameText = yaml == proposed.yaml && files.texts == proposed.document.files
                write(number, isSameText: isSameText, comparison, impact.consequences)
                if let clocks { write(clocks) }
            }
        }

        /// What becomes of the open clocks; nil before the database has any.
        private func preview(_ proposed: Document, on session: PostgresSession) async throws -> ReplanPreview? {
            let found = try await session.query(Statement("SELECT to_regclass('sla.replans') IS NOT NULL"))
            guard found.first?.bool(0) == true else { return nil }
            return try await ReplanPreview.of(proposed, on: session) { count in
                if count > 0, count.isMultiple(of: 10_000) {
                    output.console.report("\(count) cases with open clocks looked at")
                }
            }
        }

        private func write(_ clocks: ReplanPreview) {
            let total = clocks.total
            guard clocks.open > 0 || !total.isNone else { return }
            output.console.write(output.console.paint("open clocks", .bold))
            guard !total.isNone else {
                return output.console.write("  all \(clocks.open) stay as they are")
            }
            output.console.write(
                "  of \(clocks.open), \(total.moved) get another time and \(total.breached) of them would be breached at once; "
                    + "\(total.withdrawn) are withdrawn; \(total.added) begin"
            )
            for (name, effect) in clocks.promises.sorted(by: { $0.key < $1.key }) {
                let parts = [
                    (effect.moved, "moved"), (effect.breached, "breached at once"), (effect.withdrawn, "withdrawn"),
                    (effect.added, "begun"),
                ]
                let told = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
                output.console.write("  \(name): \(told)")
            }
        }

        private func comparison(
            with current: String,
            _ files: KeptFiles,
            _ proposed: PolicyFile
        ) throws -> PolicyComparison {
            do {
                return try PolicyComparison(
                    from: current,
                    to: proposed.yaml,
                    oldFiles: files.texts,
                    newFiles: proposed.document.files
                )
            } catch {
                throw ToolFailure.failed(
                    "cannot read the policy in force: apply one that `saypro policy check` finds sound"
                )
            }
        }

        private func write(
            _ version: Int,
            isSameText: Bool,
            _ comparison: PolicyComparison,
            _ consequences: [PolicyImpact.Consequence]
        ) {
            let console = output.console
            guard !comparison.changes.isEmpty else {
                let words = isSameText ? "the same as" : "in other words the same as"
                return console.write("\(file): \(words) version \(version), which holds")
            }
            console.write("version \(version) and \(file):")
            var section = ""
            for change in comparison.changes {
                if change.section != section { console.write(console.paint(change.section, .bold)) }
                section = change.section
                let colour: Console.Colour =
                    switch change.effect {
                    case .added: .green
                    case .changed: .yellow
                    case .removed: .red
                    }
                console.write("  " + console.paint(change.description, colour))
            }
            console.write(console.paint("open work", .bold))
            if consequences.isEmpty { console.write("  none that this is about") }
            for consequence in consequences { console.write("  \(consequence.detail)") }
        }

        private func json(
            _ version: Int,
            _ comparison: PolicyComparison,
            _ consequences: [PolicyImpact.Consequence],
            _ clocks: ReplanPreview?
        ) -> JSONValue {
            let changes = comparison.changes.map { change -> JSONValue in
                [
                    "section": .string(change.section), "path": .string(change.path),
                    "effect": .string("\(change.effect)"), "detail": .string(change.description),
                ]
            }
            let work = consequences.map { consequence -> JSONValue in
                [
                    "section": .string(consequence.section), "name": .string(consequence.name),
                    "cases": .integer(Int64(consequence.cases)), "detail": .string(consequence.detail),
                ]
            }
            return [
                "version": .integer(Int64(version)), "changes": .array(changes), "open_work": .array(work),
                "clocks": clocks.map(json) ?? .null,
            ]
        }

        private func json(_ clocks: ReplanPreview) -> JSONValue {
            let total = clocks.total
            func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
            return [
                "open": count(clocks.open), "moved": count(total.moved), "breached_at_once": count(total.breached),
                "withdrawn": count(total.withdrawn), "begun": count(total.added),
            ]
        }
    }
}
