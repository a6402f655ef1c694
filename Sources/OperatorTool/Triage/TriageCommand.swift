import ArgumentParser
import Contract
import Foundation
import Triage

/// The command `saypro triage why|test`.
struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "See what the triage makes of a message, and how often it is right.",
        subcommands: [Why.self, Test.self]
    )

    /// The command `saypro triage why TEXT`.
    struct Why: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what the model makes of a message: category, language, spam, and the words that decided.",
            discussion: """
                The policy's own rules and thresholds are not asked.

                Example: saypro triage why "I forgot my password"
                """
        )
        @Argument(help: "The message.") var text: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let model = try loadedModel()
            let judgement = model.judge(text)
            if output.json { return output.console.write(judgement.json(of: model)) }
            let sure = judgement.isSure ? "" : ", so a person decides"
            output.console.write("category  \(judgement.category)  \(percent(judgement.confidence))\(sure)")
            for reason in judgement.reasons {
                output.console.write("          \(signed(reason.weight))  \(reason.term)")
            }
            let guess = judgement.language
            let language = guess.language ?? "none"
            output.console.write(
                "language  \(language)  \(percent(guess.confidence))\(guess.isSure ? "" : ", a guess")"
            )
            output.console.write("spam      \(percent(judgement.spam.score))")
            for reason in judgement.spam.reasons {
                let words = reason.words.joined(separator: ", ")
                output.console.write("          \(signed(reason.weight))  \(reason.code.rawValue)  \(words)")
            }
        }
    }

    /// The command `saypro triage test FILE`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge messages whose category is known, and tell how often the triage is right.",
            discussion: """
                The file is CSV, or lines with tabs, with at least the fields category and text named in its first line. \
                Messages that the model was trained on prove nothing.

                Example: saypro triage test march.csv
                """
        )
        @Argument(help: "The file of messages with their categories.") var file: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let text = FileManager.default.contents(atPath: file).flatMap({ String(bytes: $0, encoding: .utf8) })
            else { throw ToolFailure.failed("\(file) cannot be read, or is not UTF-8") }
            let examples: [Example]
            do throws(TriageFailure) {
                examples = try ExampleFile(text).examples()
            } catch {
                throw ToolFailure.failed("\(file): \(error.message)")
            }
            let evaluation = Evaluation(of: try loadedModel(), on: examples)
            if output.json { return output.console.write(evaluation.json) }
            let share = percent(evaluation.shareBelow)
            let sureFrom = evaluation.sureFrom.map {
                "95 % are right from a confidence of \(percent($0)) on; \(share) are below"
            }
            output.console.write("\(evaluation.messages) messages, \(percent(evaluation.accuracy)) right")
            output.console.write("macro-F1 \(rounded(evaluation.macroF1))")
            output.console.write(sureFrom ?? "no confidence is high enough for 95 % to be right")
            var table = TextTable("CATEGORY", "MESSAGES>", "PRECISION>", "RECALL>", "F1>")
            for row in evaluation.rows {
                table.add([
                    row.category, String(row.messages), rounded(row.precision), rounded(row.recall), rounded(row.f1),
                ])
            }
            table.lines.forEach { output.console.write($0) }
        }
    }
}

private func loadedModel() throws -> TriageModel {
    do throws(TriageFailure) {
        return try DefaultModel.load()
    } catch {
        throw ToolFailure.failed("the triage's model: \(error.message)")
    }
}

private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

private func rounded(_ value: Double) -> String { String(format: "%.3f", value) }

private func signed(_ value: Double) -> String { String(format: "%+.2f", value) }

extension Judgement {
    fileprivate func json(of model: TriageModel) -> JSONValue {
        [
            "category": .string(category), "confidence": .double(confidence), "sure": .bool(isSure),
            "second": .text(second),
            "reasons": .array(reasons.map { ["term": .string($0.term), "weight": .double($0.weight)] }),
            "language": [
                "tag": .text(language.language), "confidence": .double(language.confidence),
                "sure": .bool(language.isSure),
            ],
            "spam": [
                "score": .double(spam.score),
                "reasons": .array(
                    spam.reasons.map {
                        [
                            "code": .string($0.code.rawValue), "weight": .double($0.weight),
                            "words": .array($0.words.map { .string($0) }),
                        ]
                    }
                ),
            ],
            "model": .string(model.version),
        ]
    }
}

extension Evaluation {
    fileprivate var json: JSONValue {
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
