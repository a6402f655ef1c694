import Contract
import Policy
import TestKit
import Testing

@testable import OperatorTool

@Suite struct PolicyImpactTests {
    private static let current = """
        version: 1
        sources: { web: { publish: [message.post] } }
        calendars: { office: { zone: UTC, week: { mon: ["08:00-12:00"] } } }
        categories: { payments: {}, refund: { parent: payments }, other: {} }
        teams: { money: { calendar: office }, night: {} }
        departments: { legal: {} }
        promises: { quick: { metric: update, target: 1h, categories: [payments] } }

        """
    private static let proposed = """
        version: 1
        sources: { web: { publish: [message.post] } }
        calendars: { office: { zone: UTC, week: { mon: ["09:00-12:00"] } } }
        categories: { payments: {}, other: {} }
        teams: { money: { calendar: office } }
        promises: { quick: { metric: update, target: 2h, categories: [payments] } }

        """

    private func consequences(_ work: OpenWork) throws -> [PolicyImpact.Consequence] {
        try PolicyImpact(
            comparison: PolicyComparison(from: Self.current, to: Self.proposed),
            current: Document(yaml: Self.current),
            proposed: Document(yaml: Self.proposed),
            work: work
        ).consequences
    }

    @Test func `what vanishes or changes tells how much open work it is about`() throws {
        var work = OpenWork()
        work.groups = [
            OpenWork.Group(kind: "refund", category: "refund", tier: "P2", team: "money", cases: 3),
            OpenWork.Group(kind: "conversation", category: "payments", tier: nil, team: "money", cases: 2),
            OpenWork.Group(kind: "conversation", category: "other", tier: nil, team: "night", cases: 1),
        ]
        work.adminsOfTeam = ["night": 4, "money": 2]
        work.adminsOfCalendar = ["office": 5]
        work.escalations = ["legal": 1]
        let told = try consequences(work)
        #expect(
            told.map { "\($0.section) \($0.name) \($0.cases)" } == [
                "categories refund 3", "departments legal 1", "teams night 1", "calendars office 5", "promises quick 2",
            ]
        )
        #expect(told.first?.detail.hasPrefix("3 open cases in category refund: ") == true)
        #expect(told.dropFirst(2).first?.detail.hasPrefix("1 open case and 4 active admins in team night: ") == true)
    }

    @Test func `an empty office has no consequences`() throws {
        #expect(try consequences(OpenWork()).isEmpty)
    }

    @Test func `diff counts what stands open in the database`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let current = try folder.file("current.yaml", Self.current)
        #expect(await premises.saypro("policy", "apply", current).status == 0)
        try await premises.execute(
            """
            INSERT INTO router.cases (partition, conversation, number, id, kind, state, category, opened_at, decisions)
            SELECT 1, 'c-' || n, 1, 'case-' || n, 'conversation', 'open', 'refund', now(), 1
            FROM generate_series(1, 3) AS n
            """
        )
        let proposed = try folder.file("proposed.yaml", Self.proposed)
        let diff = await premises.saypro("policy", "diff", proposed)
        #expect(diff.status == 0)
        #expect(diff.lines.contains("  categories.refund goes"))
        #expect(diff.lines.contains { $0.hasPrefix("  3 open cases in category refund: ") })
        let json = await premises.saypro("policy", "diff", proposed, "--json").json
        #expect(json["open_work"]?.elements.first?["cases"] == .integer(3))
        #expect(try await premises.value("SELECT count(*) FROM policy.versions") == "2")
    }

    @Test func `the default policy is sound and can be applied`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.policy("policy.yaml", DefaultPolicy.yaml + "\n# Ours.\n")
        #expect(await ToolRun("policy", "check", file).status == 0)
        #expect(await premises.saypro("policy", "diff", file).output.contains("in other words the same"))
        #expect(await premises.saypro("policy", "apply", file).output == "version 2 holds now\n")
    }
}
