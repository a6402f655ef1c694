import ArgumentParser
import Contract
import Triage

/// The command `saypro triage why|test|train|models`.
struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "See what the triage makes of a message, how often it is right, and train it.",
        discussion: """
            The triage gives a message its category, language, tier and spam score: by the policy's rules, else by a model \
            that has learned from messages. Version 0 of the model is built in; `triage train` makes the next ones.
            """,
        subcommands: [Why.self, Test.self, Train.self, Models.self]
    )

    /// The model that is built into this program.
    static func builtInModel() throws(ToolFailure) -> TriageModel {
        do throws(TriageFailure) {
            return try DefaultModel.load()
        } catch {
            throw .failed("the triage's model: \(error.message)")
        }
    }

    /// A share with three decimals.
    static func rounded(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
    }
}

/// Whether the servers are asked.
struct OfflineOption: ParsableArguments {
    @Flag(help: "Ask the built-in model alone; no server is needed.")
    var offline = false
}

extension Evaluation {
    /// The figures in sentences.
    var sentences: [String] {
        let below = CaseWords.percent(shareBelow)
        return [
            "\(messages) messages, \(CaseWords.percent(accuracy)) right (accuracy \(TriageCommand.rounded(accuracy)))",
            "macro-F1 \(TriageCommand.rounded(macroF1))",
            sureFrom.map { "95 % are right from a confidence of \(CaseWords.percent($0)) on; \(below) are below" }
                ?? "no confidence is high enough for 95 % to be right",
        ]
    }

    /// The figures of each category.
    var table: TextTable {
        var table = TextTable("CATEGORY", "MESSAGES>", "PRECISION>", "RECALL>", "F1>")
        for row in rows {
            table.add([
                row.category, String(row.messages), TriageCommand.rounded(row.precision),
                TriageCommand.rounded(row.recall), TriageCommand.rounded(row.f1),
            ])
        }
        return table
    }

    var json: JSONValue {
        [
            "messages": .integer(Int64(messages)), "accuracy": .double(accuracy), "macro_f1": .double(macroF1),
            "sure_from": sureFrom.map { .double($0) } ?? .null, "share_below": .double(shareBelow),
            "categories": .array(
                rows.map {
                    [
                        "category": .string($0.category), "messages": .integer(Int64($0.messages)),
                        "precision": .double($0.precision), "recall": .double($0.recall), "f1": .double($0.f1),
                    ]
                }
            ),
        ]
    }
}
