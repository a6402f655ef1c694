import Contract
import Yams

/// Reads the file's top level.
enum DocumentReader {
    /// The keys that the contract names and a later version of the program will know.
    private static let later: Set<String> = [
        "report", "categories", "departments", "teams", "calendars", "tiers", "promises", "ladder", "escalation",
        "routing", "triage", "knowledge", "templates", "notices", "surveys", "rewards", "kpis", "retention",
    ]

    static func read(_ yaml: String, _ faults: inout FaultList) -> Document? {
        guard let top = root(of: yaml, &faults),
            let members = top.members("a mapping with version and sources is allowed", &faults)
        else { return nil }
        var version: Int?
        var sources: SourcesReader.Sources?
        for (key, entry) in members {
            switch key {
            case "version": version = entry.integer(in: 1...1, &faults)
            case "sources": sources = SourcesReader.read(entry, &faults)
            case _ where later.contains(key):
                faults.add("this version of the program does not know this key yet; leave it out", at: entry.place)
            default:
                faults.add("no such key; version and sources are allowed", at: entry.place)
            }
        }
        for key in ["version", "sources"] where !members.contains(where: { $0.key == key }) {
            faults.add("`\(key)` is needed", at: top.place)
        }
        guard let version, let sources else { return nil }
        return Document(version: version, sources: sources.rights, sharedDoorOpen: sources.sharedDoorOpen)
    }

    private static func root(of yaml: String, _ faults: inout FaultList) -> Entry? {
        do {
            let parser = try Yams.Parser(yaml: yaml)
            guard let first = try parser.nextRoot() else {
                faults.add("the file is empty; a mapping with version and sources is allowed", at: .file)
                return nil
            }
            if let second = try parser.nextRoot() {
                faults.add("one document is allowed in the file", at: Entry(second, path: "").place)
            }
            return Entry(first, path: "")
        } catch {
            add(error, to: &faults)
            return nil
        }
    }

    private static func add(_ error: any Error, to faults: inout FaultList) {
        switch error {
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            for key in keys {
                faults.add("the key comes once in its mapping", at: Place(line: context.mark.line, path: key))
            }
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            faults.add("not YAML: \(problem)", at: Place(line: mark.line, path: ""))
        case YamlError.reader(let problem, _, _, _):
            faults.add("not YAML: \(problem)", at: .file)
        default:
            faults.add("not YAML", at: .file)
        }
    }
}
