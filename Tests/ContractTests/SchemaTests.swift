import Contract
import Foundation
import Testing

/// What the contract's document says of entries is what ingest does.
@Suite struct SchemaTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Schemas.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Entries of scripts/sample, and those that the README publishes.
    private static func published() throws -> [[(String, String)]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Schemas.root.path + "/scripts/sample")
        let samples = try names.flatMap { try text("scripts/sample/\($0)").split(separator: "\n") }
            .map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)).map { ($0, $1) } }
        let commands = try text("README.md").replacing("\\\n", with: " ")
            .matches(of: #/XADD \S*:inbound:\S+ '\*' ([^\n]+)/#)
            .map { command in
                let words = command.1.matches(of: #/"([^"]*)"|(\S+)/#).map { String($0.1 ?? $0.2 ?? "") }
                return stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) }
            }
        #expect(samples.count > 50 && commands.count == 2)
        return samples + commands
    }

    @Test func `what is published as an example has the schema of its type`() async throws {
        let entries = CommandType.allCases.map(Example.fields) + (try Self.published())
        #expect(try await Schemas.faults(entries).compactMap(\.self) == [])
    }

    @Test func `what ingest accepts the schemas take`() async throws {
        var mutator = try EntryMutator(seed: 20_260_303)
        let full = `Accepted entries`.full.map { type, optional in
            optional.reduce(Example.fields(type)) { $0.with($1.0, $1.1) }
        }
        var entries =
            full
            + ["user", "admin", "bot"].map { role in
                Example.fields(.messagePost).with("role", role).with(role, "someone")
            }
        while entries.count < 3_000 {
            let entry = mutator.next()
            guard entry.door == nil, case .success = try entry.judged() else { continue }
            let fields = entry.fields.map { ($0.name.text ?? "", $0.value.text ?? "") }
            // Of a source without a key nobody looks at the signature.
            entries.append(fields.without("sig"))
        }
        let faults = try await Schemas.faults(entries)
        for (entry, fault) in zip(entries, faults) {
            if let fault { Issue.record("\(fault): \(entry)") }
        }
    }

    /// What no schema can tell: bytes, two fields with one value, a list that repeats itself.
    private static let untold = [
        "message.post text=éééééééééééééééééééééééé → too_large text",
        "message.post x-big=aaaaaaaaaaaaaaaaaaaaaaaa → too_large ",
        "case.merge into=u-42 → bad_value into",
        "user.put channels=email,email → bad_value channels",
    ]

    @Test func `what ingest refuses for its shape the schemas refuse`() async throws {
        let refused = Refused.envelopes + Refused.demands + Refused.values
        let faults = try await Schemas.faults(refused.map(\.fields))
        let taken = zip(refused, faults).filter { $0.1 == nil }.map(\.0.testDescription)
        #expect(taken == Self.untold)
    }

    @Test func `the schemas ask for what is needed and know no other type's fields`() async throws {
        var entries: [[(String, String)]] = []
        for type in CommandType.allCases {
            let needed = type.fields.filter { $0.requirement == .required }.map(\.name.text)
            entries += needed.map { Example.fields(type).without($0) }
            let own = Set(type.fields.map(\.name))
            entries += FieldName.allCases.filter { !own.contains($0) }.map { Example.fields(type).with($0.text, "1") }
        }
        #expect(try await Schemas.faults(entries).allSatisfy { $0 != nil })
    }

    @Test func `the README tells of each topic the types that the document has`() throws {
        let readme = try Self.text("README.md")
        for type in EventType.everywhere { #expect(readme.contains("`\(type.name)`")) }
        for topic in Topic.allCases where topic != .commands {
            let row = try #require(readme.firstMatch(of: try Regex("\\n\\| `\(topic)` \\| (`[^\\n|]*)\\|")))
            let types = (row[1].substring ?? "").matches(of: #/`([a-z_]+\.[a-z_]+)`/#).map { String($0.1) }
            #expect((types + EventType.everywhere.map(\.name)).sorted() == topic.types.map(\.name).sorted(), "\(topic)")
        }
    }
}
