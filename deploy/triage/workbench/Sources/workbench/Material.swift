import Foundation
import Triage

/// The files that the default model learns from: two public ones, named by the caller, and our own beside this package.
struct Material {
    /// Our own messages are few beside the public ones, and nearer to what the site gets.
    private static let ownWeight: Float = 8
    private static let ownSpamWeight: Float = 4

    let lessons: Lessons
    private let root: URL

    init(queries: String, messages: String) throws {
        root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../..").standardized
        let own = root.appending(path: "deploy/triage")
        let categories = try Self.read(own.appending(path: "intents.tsv")).categories()
        let sms = try String(contentsOf: URL(filePath: messages), encoding: .utf8)
        lessons = Lessons(
            examples: try Self.read(own.appending(path: "messages.tsv")).examples(weight: Self.ownWeight)
                + Self.read(URL(filePath: queries)).examples(categories: categories),
            // The public file has no line of names.
            spam: try ExampleFile("label\ttext\n" + sms).spamExamples()
                + Self.read(own.appending(path: "spam.tsv")).spamExamples(weight: Self.ownSpamWeight),
            languages: try Self.read(own.appending(path: "languages.tsv")).languageExamples()
        )
    }

    /// Writes the weights to where the library has them compiled in.
    func write(_ model: TriageModel) throws {
        let text = Base64.text(of: model.serialized)
        let characters = Array(text.utf8)
        let lines = stride(from: 0, to: characters.count, by: 112).map { start in
            "        " + String(decoding: characters[start..<min(start + 112, characters.count)], as: UTF8.self)
        }
        let source = """
            // swift-format-ignore-file
            extension DefaultModel {
                /// The trained weights; `deploy/triage/workbench` writes this file.
                static let weights = \"\"\"
            \(lines.joined(separator: "\n"))
                    \"\"\"
            }

            """
        let file = root.appending(path: "Sources/Triage/DefaultModel+Weights.swift")
        try source.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func read(_ file: URL) throws -> ExampleFile {
        try ExampleFile(String(contentsOf: file, encoding: .utf8))
    }
}
