import Foundation
import TestKit

/// The contract's document as it is published, asked by a validator of JSON Schemas that is not ours.
enum Schemas {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private struct Question: Encodable {
        let schema: String
        let entry: [String: String]
    }

    /// For each entry what its schema says against it; a field that is empty is as good as absent.
    static func faults(
        _ entries: [[(String, String)]],
        as name: (([String: String]) -> String)
    ) async throws -> [String?] {
        let encoder = JSONEncoder()
        let lines = try entries.map { fields in
            let entry = Dictionary(fields.filter { !$0.1.isEmpty }) { $1 }
            return String(decoding: try encoder.encode(Question(schema: name(entry), entry: entry)), as: UTF8.self)
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("saypro-\(UUID()).jsonl")
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try await RunningProgram.output(
            of: try await RunningProgram.python(with: "jsonschema"),
            [
                root.appendingPathComponent("Tests/ContractTests/schemas.py").path,
                root.appendingPathComponent("deploy/asyncapi.json").path, file.path,
            ]
        )
        return try JSONDecoder().decode([String?].self, from: Data(output.utf8))
    }

    /// The same for entries of `inbound`.
    static func faults(_ entries: [[(String, String)]]) async throws -> [String?] {
        try await faults(entries) { "inbound.\($0["type"] ?? "")" }
    }
}
