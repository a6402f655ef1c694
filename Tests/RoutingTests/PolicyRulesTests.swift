import Contract
import Pipeline
import Policy
import Postgres
import Testing

@testable import Routing

/// What the default policy makes of the router's rules.
struct PolicyRulesTests {
    private let document: Document
    private let rules: RoutingRules

    init() throws {
        document = try Document(yaml: DefaultPolicy.yaml)
        rules = RoutingRules(document)
    }

    private func needs(_ category: String?, kind: String = "conversation", tier: String? = nil) -> Needs {
        var found = Case(
            partition: 0,
            conversation: "c-1",
            number: 1,
            id: CaseID("c"),
            kind: kind,
            user: "u-1",
            state: .open,
            openedAt: start
        )
        found.category = category
        found.tier = tier
        return rules.needs(of: found)
    }

    @Test
    func `a stage in which somebody is asked says by when to respond, unless the command says what to expect`() throws {
        var office = PaperOffice()
        office.rules = rules
        #expect(rules.snoozeLimit == .seconds(30 * 86_400))
        try office.decide(StateTests.open("dispute"))
        func enter(_ stage: String, after seconds: Int, _ more: Fields = [:]) throws -> String? {
            var fields: Fields = ["service": "true", "stage": stage]
            for field in more { fields.set(field.name, to: field.value) }
            let events = try office.decide(Commands.event("case.update", after: .seconds(seconds), fields))
            #expect(events.map(\.type) == ["case.updated"])
            return events.first?.fields["until"]
        }
        #expect(try enter("opened", after: 1) == nil)
        #expect(try enter("evidence", after: 2) == (start + .seconds(2 + 3 * 86_400)).description)
        #expect(try enter("evidence", after: 3, ["eta": "2026-03-09"]) == nil)
        #expect(try enter("mediation", after: 4) == (start + .seconds(4 + 2 * 86_400)).description)
    }

    @Test
    func `a reason for an escalation that the default policy does not list is taken`() throws {
        let target = try rules.target(named: "it", reason: "limit", category: nil).get()
        #expect(target == .department("it"))
    }

    @Test(
        arguments: [
            ("general", "conversation", nil, "first_line", []),
            ("inquiry", "conversation", nil, "first_line", []),
            ("complaint", "conversation", nil, "seniors", []),
            ("refund", "conversation", nil, "payments", ["payments"]),
            ("dispute", "conversation", nil, "seniors", ["payments"]),
            ("dispute", "dispute", nil, "seniors", ["payments"]),
            ("visibility", "visibility", nil, "listings", []),
            ("suspension", "appeal", nil, "seniors", []),
            ("technical_issue", "platform_issue", nil, "technical", ["technical"]),
            ("refund", "refund", "P1", "seniors", ["payments"]),
            (nil, "flag", nil, "trust", []),
            (nil, "conversation", nil, nil, []),
        ] as [(String?, String, String?, String?, [String])]
    )
    func `a case needs the team and the skills of its tier, kind and category`(
        _ category: String?,
        _ kind: String,
        _ tier: String?,
        _ team: String?,
        _ skills: [String]
    ) {
        let needs = needs(category, kind: kind, tier: tier)
        #expect(needs.team?.name == team)
        #expect(needs.team?.claim == (team == nil ? nil : tier == "P1" ? .dedicated : .usual))
        #expect(needs.skills == Set(skills))
        #expect(needs.senior == (tier == "P1"))
    }

    @Test
    func `hours and capacity are the admin's, else the team's, else the office's`() throws {
        let monday = start + .seconds(86_400)
        let night = monday + .seconds(14 * 3600)
        #expect(rules.isOnShift(nil, ofTeam: "payments", at: monday))
        #expect(!rules.isOnShift(nil, ofTeam: "payments", at: start))
        #expect(rules.isOnShift(nil, ofTeam: "trust", at: start))
        #expect(!rules.isOnShift(nil, ofTeam: "trust", at: night))
        #expect(rules.isOnShift("always", ofTeam: "trust", at: night))
        #expect(rules.isOnShift(nil, ofTeam: "support", at: night))
        #expect(rules.isOnShift(nil, ofTeam: nil, at: night))
        #expect(rules.capacity(3, ofTeam: "payments") == 3)
        #expect(rules.capacity(nil, ofTeam: "payments") == 8)
        #expect(rules.capacity(nil, ofTeam: "support") == 10)
    }

    @Test
    func `one admin of a team that no category names has the first message at once`() throws {
        for text in ["Hello", "Where is my advert?"] {
            var office = PaperOffice()
            office.rules = rules
            try office.decide(
                Commands.event(
                    "admin.put",
                    nil,
                    ["admin": "ada", "name": "Ada", "team": "support", "languages": "en"]
                ),
                Commands.presence("ada", "online")
            )
            let events = try office.decide(Commands.userWrites(text: text, ["category": "general"]))
            #expect(events.last?.type == "case.assigned")
            #expect(events.last?.fields["admin"] == "ada")
        }
    }

    @Test
    func `the database's admins have the team's room, and a case waits for who is busy`() async throws {
        let office = try await DatabaseOffice.open(rules: rules)
        let session = try await office.session()
        let monday = start + .seconds(86_400)
        func put(_ admin: String, _ team: String, _ more: Fields = [:]) -> [Input] {
            var fields: Fields = ["admin": admin, "team": team]
            for field in more { fields.append(field.name, field.value) }
            return [Commands.event("admin.put", nil, fields), Commands.presence(admin, "online")]
        }
        try await office.handle(
            put("l-1", "listings") + put("p-1", "payments", ["capacity": "2"]),
            at: monday,
            on: session
        )
        let listing: Fields = ["category": "listing_problem"]
        let written = (1...17).map { Commands.userWrites("c-\($0)", after: monday - start, listing) }
        try await office.handle(written, at: monday, on: session)
        let held = try await office.texts(
            "SELECT concat_ws(' ', id, own_capacity, capacity, open_cases) FROM router.admins ORDER BY id",
            on: session
        )
        #expect(held == ["l-1 15 15", "p-1 2 2 0"])
        let waiting = try await office.texts(
            "SELECT queue_reason FROM router.cases WHERE assignee IS NULL",
            on: session
        )
        #expect(waiting == ["no_free_admin_in_team", "no_free_admin_in_team"])
        // The team has waited long enough.
        let later = monday + .seconds(16 * 60)
        try await office.handle(office.timers(for: 0, dueAt: later), at: later, on: session)
        while office.hasLetters(for: 0) { try await office.handle(office.letters(for: 0), at: later, on: session) }
        #expect(try await office.count("SELECT open_cases FROM router.admins WHERE id = 'p-1'", on: session) == 2)
    }

    @Test
    func `a new policy's budget of escalations is written once, and again when it failed`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await session.execute(script: "SET ROLE saypro_router")
        let allowance = EscalationAllowance()
        func written() async throws -> [String?] {
            try await office.texts("SELECT share || ' ' || days FROM router.escalation_allowance", on: session)
        }
        try await allowance.write(on: session)
        #expect(try await written() == ["0.05 28"])
        func follow(_ budget: String) throws {
            let yaml = "version: 1\nsources: { web: { publish: [message.post] } }\nescalation: { budget: \(budget) }\n"
            allowance.follow(try Document(yaml: yaml))
        }
        try follow("{ share: 2.5%, window: week }")
        try await session.execute(script: "RESET ROLE; REVOKE UPDATE ON router.escalation_allowance FROM saypro_router")
        try await session.execute(script: "SET ROLE saypro_router")
        await #expect(throws: PostgresError.self) { try await allowance.write(on: session) }
        try await session.execute(script: "RESET ROLE; GRANT UPDATE ON router.escalation_allowance TO saypro_router")
        try await allowance.write(on: session)
        #expect(try await written() == ["0.025 7"])
        try await allowance.write(on: session)
        try follow("{ share: 0%, window: quarter }")
        try await allowance.write(on: session)
        #expect(try await written() == ["0 91"])
    }
}
