import Policy
import Testing

@Suite struct `Comparing two policies` {
    private static let start = "version: 1\nsources: { web: { publish: [message.post] } }\n"

    @Test(arguments: [
        ("teams: { a: {} }", "teams: { a: {} }  # the same", []),
        ("teams: { a: {}, b: {} }", "teams: { b: {}, a: {} }", []),
        ("routing: { reopen_window: 7d }", "routing: { reopen_window: '7d' }", []),
        (
            "routing: { reopen_window: 7d }", "routing: { reopen_window: 10d }",
            [
                "routing.reopen_window was 7d and becomes 10d"
            ]
        ),
        ("", "teams: { a: {}, b: {} }", ["teams.a is new", "teams.b is new"]),
        ("teams: { a: {}, b: {} }", "teams: { b: { capacity: 3 } }", ["teams.a goes", "teams.b.capacity is set to 3"]),
        ("teams: { a: { capacity: 3 } }", "teams: { a: {} }", ["teams.a.capacity is no longer set; it was 3"]),
        (
            "teams: { a: { skills: [x, y] } }", "teams: { a: { skills: [y, z] } }",
            ["teams.a.skills loses x and gains z"]
        ),
        (
            "teams: { a: { skills: [x, y] } }", "teams: { a: { skills: [y, x] } }",
            [
                "teams.a.skills has its elements in another order"
            ]
        ),
    ])
    func `each change is a sentence`(_ old: String, _ new: String, _ sentences: [String]) throws {
        let comparison = try PolicyComparison(from: Self.start + old, to: Self.start + new)
        #expect(comparison.changes.map(\.description) == sentences)
    }

    @Test func `what vanishes and what changes is known by its name`() throws {
        let comparison = try PolicyComparison(
            from: Self.start + "teams: { a: {}, b: {}, c: {} }",
            to: Self.start + "teams: { b: { capacity: 3, email: b@example.org }, c: {}, d: {} }"
        )
        #expect(comparison.names(in: "teams", [.removed]) == ["a"])
        #expect(comparison.names(in: "teams", [.changed]) == ["b"])
        #expect(comparison.names(in: "teams", [.added]) == ["d"])
        #expect(comparison.changes(in: "sources").isEmpty)
    }

    @Test func `two long texts that begin alike are told apart`() throws {
        let long = String(repeating: "word ", count: 40)
        let old = Self.start + "templates: { a: { texts: { en: \(long)one } } }"
        let comparison = try PolicyComparison(
            from: old,
            to: Self.start + "templates: { a: { texts: { en: \(long)two } } }"
        )
        #expect(comparison.changes.map(\.path) == ["templates.a.texts.en"])
        #expect(comparison.changes.allSatisfy { $0.description.count < 250 })
    }

    @Test func `a policy is compared with none`() throws {
        let comparison = try PolicyComparison(from: nil, to: DefaultPolicy.yaml)
        #expect(comparison.names(in: "categories", [.added]).count == 14)
        #expect(try PolicyComparison(from: DefaultPolicy.yaml, to: DefaultPolicy.yaml).changes.isEmpty)
    }
}
