import ArgumentParser
import Contract
import Policy
import Triage

extension TriageCommand {
    /// The command `saypro triage train FILE`.
    struct Train: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Train the triage on messages whose category is known, measure it, and put it in force.",
            discussion: """
                A file is CSV, or lines with tabs, with at least the fields category and text named in its first line. Its \
                categories must be those of the policy in force, with at least \(TrainingMaterial.fewestOfCategory) messages \
                each, \(TrainingMaterial.fewest) in all.

                First a model learns from four messages in five and is measured on the fifth, chosen by a hash of its \
                text: the same file gives the same figures. Then the model that is stored learns from all of them, and from \
                the corrections of admins that the policy has it learn. It is the next version, and the router takes it up \
                within seconds.

                The categories are learned anew: those that no file names are forgotten. Name several files to add to what \
                was learned before, such as deploy/triage/messages.tsv, which the built-in model learned from. What is \
                known of spam and of languages stays as it is in the model in force; --spam and --languages learn it anew.

                Examples:
                  saypro triage train deploy/triage/messages.tsv --dry-run
                  saypro triage train deploy/triage/messages.tsv march.csv --note "with the messages of March"
                  saypro triage train march.csv --spam deploy/triage/spam.tsv --languages deploy/triage/languages.tsv
                """
        )
        @Argument(help: "The files of messages with their categories.") var file: [String]
        @Option(
            help: ArgumentHelp(
                "Learn spam anew from this file (fields label, which is spam or ham, and text).",
                valueName: "file"
            )
        )
        var spam: [String] = []
        @Option(
            help: ArgumentHelp("Learn languages anew from this file (fields language and text).", valueName: "file")
        )
        var languages: [String] = []
        @Option(help: "What is to be remembered of the model.") var note: String?
        @Flag(help: "Train and measure, and store nothing.") var dryRun = false
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let connections = try connections.resolved()
            let inForce = try await connections.withDatabase { try await TriageInForce(session: $0) }
            let categories = inForce.document.categories.names.map(\.rawValue)
            let material = try TrainingMaterial(
                messages: file,
                spam: spam,
                languages: languages,
                categories: categories
            )
            var lessons = material.lessons
            let (learned, heldBack) = lessons.split(oneIn: 5)
            report("measuring: learning from \(learned.examples.count) of \(lessons.examples.count) messages")
            let measured = Evaluation(of: try train(learned, over: inForce.model), on: heldBack.examples)
            var version: Int?
            if !dryRun {
                lessons.corrections = inForce.corrections.filter {
                    categories.isEmpty || categories.contains($0.category)
                }
                lessons.correctionWeight = inForce.document.triage.corrections.weight
                report(
                    "learning from all \(lessons.examples.count) messages and \(lessons.corrections.count) corrections"
                )
                let model = try train(lessons, over: inForce.model)
                let entry = TriageModels.Draft(
                    model: model,
                    examples: lessons.examples.count,
                    accuracy: measured.accuracy,
                    macroF1: measured.macroF1,
                    sureFrom: measured.sureFrom,
                    note: note,
                    files: file + spam + languages
                )
                version = try await connections.withDatabase { try await TriageModels(session: $0).add(entry) }
            }
            let named = Set(lessons.examples.map(\.category))
            answer(measured, inForce, version, inForce.model.categories.filter { !named.contains($0) })
        }

        private func train(_ lessons: Lessons, over model: TriageModel) throws(ToolFailure) -> TriageModel {
            do throws(TriageFailure) {
                return try TriageModel.train(lessons, over: model)
            } catch {
                throw .failed(error.message)
            }
        }

        private func answer(
            _ measured: Evaluation,
            _ inForce: TriageInForce,
            _ version: Int?,
            _ forgotten: [String]
        ) {
            if output.json {
                guard case .object(let figures) = measured.json else { return }
                return output.console.write(
                    .object(
                        [
                            .init(name: "version", value: version.map { .integer(Int64($0)) } ?? .null),
                            .init(name: "forgotten", value: .array(forgotten.map { .string($0) })),
                        ] + figures
                    )
                )
            }
            for line in measured.sentences + measured.table.lines { output.console.write(line) }
            output.console.write(
                "the policy acts on a category from a confidence of "
                    + "\(CaseWords.percent(inForce.document.triage.confidence)) on (triage.confidence)"
            )
            if !forgotten.isEmpty {
                output.console.write("no longer known, since no file names them: \(forgotten.joined(separator: ", "))")
            }
            output.console.write(
                version.map { "version \($0) is in force; the router takes it up within seconds" }
                    ?? "nothing was stored"
            )
        }

        private func report(_ line: String) { output.console.report(line) }
    }
}
