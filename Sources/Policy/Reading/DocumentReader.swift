import Contract
import Yams

/// Reads the file's top level.
enum DocumentReader {
    private static let example = "{ version: 1, sources: { web: { publish: [message.post] } } }"

    static func read(_ yaml: String, _ files: (any PolicyFiles)?, _ faults: inout FaultList) -> Document? {
        guard let top = root(of: yaml, &faults), var members = Members(top, like: example, &faults) else { return nil }
        let version = members.need("version", &faults)?.integer(in: 1...1, &faults)
        let sources = members.need("sources", &faults).flatMap { SourcesReader.read($0, &faults) }
        var document = Document(
            version: version ?? 1,
            sources: sources?.rights ?? [:],
            sharedDoorOpen: sources?.sharedDoorOpen ?? true
        )
        read(&members, into: &document, &faults)
        members.close(&faults)
        if let files { FileReader(files: files).read(into: &document, &faults) }
        faults.settle()
        return version == nil || sources == nil ? nil : document
    }

    private static func read(_ members: inout Members, into document: inout Document, _ faults: inout FaultList) {
        members.read("report", into: &document.report, &faults) { ReportReader.read($0, &$1) }
        members.read("categories", into: &document.categories, &faults) { CategoriesReader.read($0, &$1) }
        members.read("departments", into: &document.departments, &faults) { TeamsReader.departments($0, &$1) }
        members.read("teams", into: &document.teams, &faults) { TeamsReader.teams($0, &$1) }
        members.read("calendars", into: &document.calendars, &faults) { CalendarsReader.read($0, &$1) }
        members.read("tiers", into: &document.tiers, &faults) { TiersReader.read($0, &$1) }
        members.read("promises", into: &document.promises, &faults) { PromisesReader.read($0, &$1) }
        members.read("ladder", into: &document.ladders, &faults) { LadderReader.read($0, &$1) }
        members.read("escalation", into: &document.escalation, &faults) { EscalationReader.read($0, &$1) }
        members.read("routing", into: &document.routing, &faults) { RoutingReader.read($0, &$1) }
        members.read("triage", into: &document.triage, &faults) { TriageReader.read($0, &$1) }
        let silence = AnsweredCases(promises: document.promises, ladders: document.ladders)
        members.read("knowledge", into: &document.knowledge, &faults) { KnowledgeReader.read($0, silence, &$1) }
        members.read("templates", into: &document.templates, &faults) { TemplatesReader.read($0, &$1) }
        members.read("notices", into: &document.notices, &faults) { NoticesReader.read($0, &$1) }
        members.read("surveys", into: &document.surveys, &faults) { SurveysReader.read($0, &$1) }
        members.read("rewards", into: &document.rewards, &faults) { SurveysReader.rewards($0, &$1) }
        members.read("kpis", into: &document.kpis, &faults) { KPIsReader.read($0, &$1) }
        members.read("retention", into: &document.retention, &faults) { RetentionReader.read($0, &$1) }
    }

    /// The root of the text's one document.
    static func root(
        of yaml: String,
        file: String? = nil,
        like example: String = example,
        _ faults: inout FaultList
    ) -> Entry? {
        do {
            let parser = try Yams.Parser(yaml: yaml)
            guard let first = try parser.nextRoot() else {
                let message = "nothing is there; a mapping such as \(example) is allowed"
                faults.add(message, at: Place(line: 1, path: "", file: file))
                return nil
            }
            if let second = try parser.nextRoot() {
                faults.add("one document is allowed in the file", at: Entry(second, path: "", file: file).place)
            }
            return Entry(first, path: "", file: file)
        } catch {
            add(error, in: file, to: &faults)
            return nil
        }
    }

    private static func add(_ error: any Error, in file: String?, to faults: inout FaultList) {
        switch error {
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            for key in keys {
                faults.add(
                    "the key comes once in its mapping",
                    at: Place(line: context.mark.line, path: key, file: file)
                )
            }
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            faults.add("not YAML: \(problem)", at: Place(line: mark.line, path: "", file: file))
        case YamlError.reader(let problem, _, _, _):
            faults.add("not YAML: \(problem)", at: Place(line: 1, path: "", file: file))
        default:
            faults.add("not YAML", at: Place(line: 1, path: "", file: file))
        }
    }
}
