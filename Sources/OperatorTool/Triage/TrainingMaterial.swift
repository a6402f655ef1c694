import Foundation
import Triage

/// The files that a model learns from.
struct TrainingMaterial {
    /// With fewer messages in all, or of a category, the fifth that is held back proves nothing.
    static let fewest = 100
    static let fewestOfCategory = 10

    let lessons: Lessons

    /// Reads the files of messages, and those of spam and of languages where there are some.
    ///
    /// The categories are those of the policy; none allows any.
    init(messages: [String], spam: [String], languages: [String], categories: [String]) throws(ToolFailure) {
        var lessons = Lessons()
        for file in messages { lessons.examples += try Self.messages(file) }
        for file in spam {
            lessons.spam += try Self.read(file) { file throws(TriageFailure) in try file.spamExamples() }
        }
        for file in languages {
            lessons.languages += try Self.read(file) { file throws(TriageFailure) in try file.languageExamples() }
        }
        if languages.isEmpty {
            // The profiles of all languages are learned anew from what is given, so a few examples would spoil them.
            lessons.examples = lessons.examples.map { Example(text: $0.text, category: $0.category) }
        }
        self.lessons = lessons
        try check(messages.joined(separator: ", "), categories)
    }

    /// The messages of a file.
    static func messages(_ file: String) throws(ToolFailure) -> [Example] {
        try read(file) { file throws(TriageFailure) in try file.examples() }
    }

    private static func read<Value>(
        _ path: String,
        _ take: (ExampleFile) throws(TriageFailure) -> Value
    ) throws(ToolFailure) -> Value {
        guard let text = FileManager.default.contents(atPath: path).flatMap({ String(bytes: $0, encoding: .utf8) })
        else { throw .failed("\(path) cannot be read, or is not UTF-8") }
        do throws(TriageFailure) {
            return try take(try ExampleFile(text))
        } catch {
            throw .failed("\(path): \(error.message)")
        }
    }

    private func check(_ files: String, _ categories: [String]) throws(ToolFailure) {
        let examples = lessons.examples
        var counts: [String: Int] = [:]
        for example in examples { counts[example.category, default: 0] += 1 }
        let unknown = counts.keys.filter { !categories.isEmpty && !categories.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw .failed(
                "\(files): the policy in force has no category \(unknown.joined(separator: ", ")): mend the file, or apply "
                    + "a policy that has it; there are \(categories.joined(separator: ", "))"
            )
        }
        guard examples.count >= Self.fewest, counts.count > 1 else {
            throw .failed(
                "\(files): \(examples.count) messages of \(counts.count) categories are too few to learn from; at least "
                    + "\(Self.fewest) of two categories are needed"
            )
        }
        let few = counts.filter { $0.value < Self.fewestOfCategory }.sorted { $0.key < $1.key }
        guard few.isEmpty else {
            let list = few.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
            throw .failed(
                "\(files): too few messages of \(list); at least \(Self.fewestOfCategory) of each category are needed: "
                    + "add some, or leave the category out"
            )
        }
    }
}
