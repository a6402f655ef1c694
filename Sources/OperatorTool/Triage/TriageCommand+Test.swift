import ArgumentParser
import Routing
import Triage

extension TriageCommand {
    /// The command `saypro triage test FILE`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge messages whose category is known, and tell how often the model in force is right.",
            discussion: """
                The file is CSV, or lines with tabs, with at least the fields category and text named in its first line. \
                Messages that the model was trained on prove nothing. The policy's own rules are not asked.

                Examples:
                  saypro triage test march.csv
                  saypro triage test deploy/triage/messages.tsv --offline
                """
        )
        @Argument(help: "The file of messages with their categories.") var file: String
        @OptionGroup var offline: OfflineOption
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let examples = try TrainingMaterial.messages(file)
            let model: TriageModel
            if offline.offline {
                model = try builtInModel()
            } else {
                model = try await connections.resolved().triageInForce().triage.named.model
            }
            let evaluation = Evaluation(of: model, on: examples)
            if output.json { return output.console.write(evaluation.json) }
            for line in evaluation.sentences + evaluation.table.lines { output.console.write(line) }
        }
    }
}
