import Policy
import Testing

/// A file whose sections from line 3 on are wrong, and all that is said about them.
struct FaultySection: Sendable, CustomTestStringConvertible {
    let name: String
    let yaml: String
    let faults: [String]

    init(_ name: String, _ sections: String, _ faults: [String]) {
        self.name = name
        yaml = "version: 1\nsources: { web: { publish: [message.post] } }\n\(sections)\n"
        self.faults = faults
    }

    var testDescription: String { name }

    static let all = directory + calendars + promises + routing + notices + figures
}

@Suite struct `Faults of the policy's sections` {
    @Test(arguments: FaultySection.all)
    func `every fault is told with its line, its path and what is allowed`(_ section: FaultySection) throws {
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: section.yaml) }
        #expect(error.faults.map(\.description) == section.faults)
    }

    @Test func `one file tells the faults of all its sections, by line`() throws {
        let yaml = """
            version: 1
            sources: { web: { publish: [message.post] } }
            teams: { payments: { calendar: office } }
            tiers: { default: P9 }
            retention: { events: 1d }
            weather: fine
            """
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: yaml) }
        #expect(error.faults.map(\.line) == [3, 4, 5, 6])
    }

    @Test func `a section that cannot be read causes no faults elsewhere`() throws {
        let yaml = """
            version: 1
            sources: { web: { publish: [message.post] } }
            calendars: none
            teams: { payments: { calendar: office } }
            """
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: yaml) }
        #expect(error.faults.map(\.path) == ["calendars"])
    }
}
