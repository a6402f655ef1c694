import Policy
import Testing

/// A file that is wrong, and the lines and paths of its faults.
struct FaultyFile: Sendable, CustomTestStringConvertible {
    let name: String
    let yaml: String
    let faults: [String]

    init(_ name: String, _ yaml: String, _ faults: [String]) {
        self.name = name
        self.yaml = yaml
        self.faults = faults
    }

    var testDescription: String { name }

    static let all: [FaultyFile] = [
        FaultyFile("nothing", "", ["1 "]),
        FaultyFile("a list", "- a", ["1 "]),
        FaultyFile("a word", "policy", ["1 "]),
        FaultyFile("no keys", "{}", ["1 ", "1 "]),
        FaultyFile("no sources", "version: 1", ["1 "]),
        FaultyFile("another version", "version: 2\nsources: { a: { publish: ['*'] } }", ["1 version"]),
        FaultyFile("a quoted version", "version: '1'\nsources: { a: { publish: ['*'] } }", ["1 version"]),
        FaultyFile("a sign", "version: +1\nsources: { a: { publish: ['*'] } }", ["1 version"]),
        FaultyFile("an unknown key", source("publish: ['*']") + "colour: red\n", ["4 colour"]),
        FaultyFile("a section that is none", source("publish: ['*']") + "teams: none\n", ["4 teams"]),
        FaultyFile("sources as a list", "version: 1\nsources: [web]", ["2 sources"]),
        FaultyFile("no source", "version: 1\nsources: {}", ["2 sources"]),
        FaultyFile("only a door", "version: 1\nsources: { shared_door: open }", ["2 sources"]),
        FaultyFile("a wrong door switch", source("publish: ['*']") + "  shared_door: ajar", ["4 sources.shared_door"]),
        FaultyFile("a wrong name", "version: 1\nsources:\n  Web: { publish: ['*'] }", ["3 sources.Web"]),
        FaultyFile("a source without rights", "version: 1\nsources:\n  web:\n", ["3 sources.web"]),
        FaultyFile("no publish", source("backfill: true"), ["3 sources.web"]),
        FaultyFile("an unknown right", source("publish: ['*'], colour: red"), ["3 sources.web.colour"]),
        FaultyFile("no list", source("publish: message.post"), ["3 sources.web.publish"]),
        FaultyFile("an empty list", source("publish: []"), ["3 sources.web.publish"]),
        FaultyFile("no such type", source("publish: [message.post, case.shut]"), ["3 sources.web.publish[1]"]),
        FaultyFile("no such group", source("publish: ['cases.*']"), ["3 sources.web.publish[0]"]),
        FaultyFile("a type twice", source("publish: [case.open, case.open]"), ["3 sources.web.publish[1]"]),
        FaultyFile("a wrong word", source("publish: ['*'], door: back"), ["3 sources.web.door"]),
        FaultyFile("yes for true", source("publish: ['*'], backfill: yes"), ["3 sources.web.backfill"]),
        FaultyFile("a quoted truth", source("publish: ['*'], unlimited: 'true'"), ["3 sources.web.unlimited"]),
        FaultyFile("a path as key", source("publish: ['*'], key: ../etc"), ["3 sources.web.key"]),
        FaultyFile("a hidden key", source("publish: ['*'], key: .x"), ["3 sources.web.key"]),
        FaultyFile(
            "a rate of none",
            source("publish: ['*'], rate: { per_minute: 0 }"),
            ["3 sources.web.rate.per_minute"]
        ),
        FaultyFile("half a rate", source("publish: ['*'], rate: { burst: 5 }"), ["3 sources.web.rate"]),
        FaultyFile(
            "a rate for the unlimited",
            source("publish: ['*'], unlimited: true, rate: { per_minute: 5 }"),
            ["3 sources.web.rate"]
        ),
        FaultyFile("a merge", source("<<: { publish: ['*'] }"), ["3 sources.web.<<", "3 sources.web"]),
        FaultyFile("a key twice", "version: 1\nversion: 1", ["1 version"]),
        FaultyFile("a source twice", source("publish: ['*']") + "  web: { publish: ['*'] }", ["3 web"]),
        FaultyFile("two documents", source("publish: ['*']") + "---\nversion: 1\n", ["5 "]),
        FaultyFile("a tab", "version: 1\n\tsources: {}", ["2 "]),
        FaultyFile("an open brace", "version: 1\nsources: {", ["3 "]),
        FaultyFile("an unknown alias", "version: *one", ["1 "]),
        FaultyFile(
            "a mapping as key",
            "version: 1\nsources: { ? { a: b } : { publish: ['*'] } }",
            ["2 sources", "2 sources"]
        ),
        FaultyFile(
            "many at once",
            """
            version: 3
            teams: []
            sources:
              web:
                publish: [nothing]
                door: 7
              WEB: {}
            x: 1
            """,
            ["1 version", "2 teams", "5 sources.web.publish[0]", "6 sources.web.door", "7 sources.WEB", "8 x"]
        ),
    ]

    private static func source(_ rights: String) -> String {
        "version: 1\nsources:\n  web: { \(rights) }\n"
    }
}

@Suite struct `Faults of the policy file` {
    @Test(arguments: FaultyFile.all)
    func `all faults are told, each with line and path`(_ file: FaultyFile) throws {
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: file.yaml) }
        #expect(error.faults.map { "\($0.line) \($0.path)" } == file.faults, "\(error)")
        #expect(error.faults.allSatisfy { !$0.message.isEmpty })
    }

    @Test func `a fault is one line that says where and what is allowed`() throws {
        let yaml = "version: 1\nsources:\n  web: { publish: ['*'], door: back }"
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: yaml) }
        #expect(error.description == "line 3: sources.web.door: shared or private is allowed")
    }

    @Test func `a key that nobody knows is answered with those that there are`() throws {
        let yaml = "version: 1\nsources: { a: { publish: ['*'] } }\nteam: {}"
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: yaml) }
        let keys = """
            version, sources, report, categories, departments, teams, calendars, tiers, promises, ladder, escalation, \
            routing, triage, knowledge, templates, notices, surveys, rewards, kpis and retention
            """
        #expect(error.description == "line 3: team: no such key; \(keys) are allowed")
    }
}
