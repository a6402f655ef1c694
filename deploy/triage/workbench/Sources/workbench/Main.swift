import Foundation
import Triage

/// Trains the default model, measures it on messages that it has not learned from, and writes its weights.
@main
struct Workbench {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let writes = arguments.last == "--write"
        if writes { arguments.removeLast() }
        guard arguments.count == 2 else {
            print("usage: workbench QUERIES.csv SMS.tsv [--write]")
            exit(64)
        }
        let material = try Material(queries: arguments[0], messages: arguments[1])
        let (learned, heldBack) = material.lessons.split()
        var measured: TriageModel?
        let time = try ContinuousClock().measure { measured = try TriageModel.train(learned) }
        guard let measured else { return }
        print("trained on \(learned.examples.count) messages and \(learned.spam.count) for spam in \(time)")
        Report(model: measured, heldBack: heldBack).show()
        guard writes else { return }
        let model = try TriageModel.train(material.lessons)
        try material.write(model)
        print("wrote version \(model.version), \(model.serialized.count) bytes")
    }
}
