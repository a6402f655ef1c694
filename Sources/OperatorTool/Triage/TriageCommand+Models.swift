import ArgumentParser
import Contract

extension TriageCommand {
    /// The command `saypro triage models`.
    struct Models: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the trained models, newest first: the first one is in force.",
            discussion: """
                SURE FROM is the confidence from which on 95 % of the messages held back were right. Version 0, which is \
                built in, holds until one is trained and is not listed.

                Example: saypro triage models
                """
        )
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let rows = try await connections.resolved().withDatabase { try await TriageModels(session: $0).rows() }
            if output.json { return output.console.write(.array(rows.map(\.json))) }
            guard !rows.isEmpty else {
                return output.console.write("none was trained: version 0, which is built in, is in force")
            }
            var table = TextTable(
                "VERSION>",
                "TRAINED (UTC)",
                "BY",
                "MESSAGES>",
                "ACCURACY>",
                "MACRO-F1>",
                "SURE FROM>",
                "NOTE"
            )
            for row in rows {
                table.add([
                    "\(row.version)", CaseWords.time(row.trainedAt), row.trainedBy, "\(row.examples)",
                    row.accuracy.map(rounded) ?? "-", row.macroF1.map(rounded) ?? "-",
                    row.sureFrom.map { CaseWords.percent($0) } ?? "-", row.note ?? "",
                ])
            }
            table.lines.forEach { output.console.write($0) }
        }
    }
}
