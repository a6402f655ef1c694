import Contract
import Policy
import Triage

@testable import Routing

/// The default policy with the built-in model, as the triage's tests need them.
enum TriageOffice {
    static let model = Result { NamedModel(try DefaultModel.load(), version: 0) }

    /// The triage by the default policy, with some of its lines replaced.
    static func triage(_ changes: [(line: String, by: String)] = []) throws -> CaseTriage {
        CaseTriage(try document(changes), try model.get())
    }

    /// The default policy, with some of its lines replaced.
    static func document(_ changes: [(line: String, by: String)] = []) throws -> Policy.Document {
        var yaml = DefaultPolicy.yaml
        for change in changes {
            guard let range = yaml.firstRange(of: change.line) else { throw MissingLine(line: change.line) }
            yaml.replaceSubrange(range, with: change.by)
        }
        return try Policy.Document(yaml: yaml)
    }

    /// An office by the default policy.
    static func paper(_ changes: [(line: String, by: String)] = []) throws -> PaperOffice {
        var office = PaperOffice()
        let triage = try triage(changes)
        office.rules = RoutingRules(triage.document)
        office.triage = triage
        return office
    }

    /// The policy has no such line.
    struct MissingLine: Error {
        let line: String
    }
}
