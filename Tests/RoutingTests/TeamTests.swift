import Contract
import Pipeline
import Policy
import Testing

@testable import Routing

/// Whose team a case is for, and who has it when nobody of the team comes.
struct TeamTests {
    private static func online(_ admin: String, capacity: Int = 3, _ more: Fields) -> [Input] {
        [Commands.putAdmin(admin, capacity: capacity, more), Commands.presence(admin, "online")]
    }

    /// An office whose cases of payments need its team, and somebody who knows them.
    private func office() -> PaperOffice {
        var office = PaperOffice()
        office.rules.categories = [
            "payment": RoutingDemand(skills: ["payments"], team: "payments"), "general": RoutingDemand(team: "first"),
        ]
        return office
    }

    @Test
    func `a case goes to its team, however many cases others have fewer`() throws {
        var office = office()
        try office.decide(Self.online("f-1", ["team": "first"]) + Self.online("x-1", ["team": "other"]))
        for number in 1...3 {
            let events = try office.decide(Commands.userWrites("c-\(number)", ["category": "general"]))
            #expect(events.last?.fields["admin"] == "f-1")
            #expect(events.last?.fields["lacks"] == nil)
        }
    }

    @Test
    func `where nobody of the team is there the next suited admin has the case at once`() throws {
        var office = office()
        try office.decide(Self.online("x-1", ["team": "other"]))
        let events = try office.decide(Commands.userWrites("c-1", ["category": "general"]))
        #expect(events.last?.fields["admin"] == "x-1")
        #expect(events.last?.fields["lacks"] == "team")
        #expect(events.last?.fields["match"] == "language_and_region")
    }

    @Test
    func `while somebody of the team is there, busy or not, the case waits for the team, and then no longer`() throws {
        var office = office()
        try office.decide(Self.online("f-1", capacity: 1, ["team": "first"]) + Self.online("x-1", ["team": "other"]))
        try office.decide(Commands.userWrites("c-1", ["category": "general"]))
        try office.decide(Commands.userWrites("c-2", after: .seconds(10), ["category": "general"]))
        #expect(office.latest("c-2")?.assignee == nil)
        #expect(office.latest("c-2")?.queueReason == "no_free_admin_in_team")
        let wait = office.rules.widening.team
        #expect(try office.pass(to: wait).isEmpty)
        let events = try office.pass(to: wait + .seconds(60))
        #expect(events.map { $0.fields["admin"] } == ["x-1"])
        #expect(events.map { $0.fields["lacks"] } == ["team"])
    }

    @Test
    func `a place that becomes free in the team ends the wait`() throws {
        var office = office()
        try office.decide(Self.online("f-1", capacity: 1, ["team": "first"]) + Self.online("x-1", ["team": "other"]))
        try office.decide(Commands.userWrites("c-1", ["category": "general"]))
        try office.decide(Commands.userWrites("c-2", after: .seconds(10), ["category": "general"]))
        let events = try office.decide(Commands.resolve("c-1", by: "f-1", after: .seconds(20)))
        #expect(events.last?.fields["admin"] == "f-1")
    }

    @Test(arguments: ["offline", "away"])
    func `when the last of the team leaves, what waited for the team goes to others at once`(_ status: String) throws {
        var office = office()
        try office.decide(Self.online("f-1", capacity: 1, ["team": "first"]) + Self.online("x-1", ["team": "other"]))
        try office.decide(Commands.userWrites("c-1", ["category": "general"]))
        try office.decide(Commands.adminWrites("c-1", number: 2, by: "f-1", after: .seconds(5)))
        try office.decide(Commands.userWrites("c-2", after: .seconds(10), ["category": "general"]))
        #expect(office.latest("c-2")?.assignee == nil)
        try office.decide(Commands.presence("f-1", status, after: .seconds(20)))
        #expect(office.latest("c-2")?.assignee == AdminID("x-1"))
    }

    @Test
    func `who cannot have a case is not waited for`() throws {
        var office = office()
        // Busy, of the team, and without the language; free, of the team, and without the skill.
        try office.decide(
            Self.online("p-1", capacity: 0, ["team": "payments", "skills": "payments", "languages": "de"])
                + Self.online("p-2", ["team": "payments", "languages": "fr"])
                + Self.online("x-1", ["team": "other", "skills": "payments", "languages": "fr"])
        )
        let events = try office.decide(Commands.userWrites("c-1", ["category": "payment", "language": "fr"]))
        #expect(events.last?.fields["admin"] == "x-1")
    }

    @Test
    func `skills are needed until anyone may have the case, all of them, and its history says so`() throws {
        var office = office()
        office.rules.categories["payment"]?.skills = ["payments", "refunds"]
        try office.decide(Self.online("a-1", ["skills": "payments"]))
        try office.decide(Commands.userWrites("c-1", ["category": "payment"]))
        #expect(office.latest()?.queueReason == "no_free_admin_with_skill")
        let anyone = office.rules.widening.anyone
        #expect(try office.pass(to: anyone).isEmpty)
        let events = try office.pass(to: anyone + .seconds(60))
        #expect(events.map { $0.fields["admin"] } == ["a-1"])
        #expect(events[0].fields["match"] == "any")
        #expect(events[0].fields["lacks"] == "skill,team")
        #expect(office.history.last?.detail["lacks"] == "skill,team")
    }

    @Test
    func `nobody without the language has a case while one with it is free, whatever the team and the region`() throws {
        var office = office()
        try office.decide(
            Self.online("f-1", ["team": "first"])
                + Self.online("x-1", ["team": "other", "languages": "fr", "regions": "SN"])
                + Self.online("f-2", capacity: 0, ["team": "first", "languages": "fr"])
        )
        let events = try office.decide(
            Commands.userWrites("c-1", ["category": "general", "language": "fr", "region": "ZA"])
        )
        #expect(events.last?.fields["admin"] == "x-1")
        #expect(events.last?.fields["lacks"] == "team,region")
    }

    @Test
    func `the kind's team goes before the category's, and the tier's before both`() throws {
        var office = office()
        office.rules.kinds[.refund] = KindTerms()
        office.rules.kinds[.refund]?.team = "refunds"
        office.rules.dedicated.tiers[.p1] = "seniors"
        try office.decide(
            Self.online("f-1", ["team": "first"]) + Self.online("r-1", ["team": "refunds"])
                + Self.online("s-1", ["team": "seniors"])
        )
        func open(_ conversation: String, _ tier: String) -> Input {
            Commands.event(
                "case.open",
                conversation,
                ["kind": "refund", "subject": "order 7", "user": "u-1", "category": "general", "tier": tier]
            )
        }
        try office.decide(open("c-1", "P3"), open("c-2", "P1"))
        try office.decide(Commands.userWrites("c-3", ["category": "general"]))
        #expect(office.latest("c-1")?.assignee == AdminID("r-1"))
        #expect(office.latest("c-2")?.assignee == AdminID("s-1"))
        #expect(office.latest("c-3")?.assignee == AdminID("f-1"))
    }

    @Test
    func `a dedicated team has its cases whatever they are about, others need the skill`() throws {
        var office = office()
        office.rules.dedicated.tiers[.p1] = "seniors"
        try office.decide(
            Self.online("x-1", ["team": "other"]) + Self.online("p-1", ["team": "payments", "skills": "payments"])
                + Self.online("s-1", capacity: 1, ["team": "seniors"])
        )
        let urgent: Fields = ["category": "payment", "tier": "P1"]
        try office.decide(Commands.userWrites("c-1", urgent))
        #expect(office.latest("c-1")?.assignee == AdminID("s-1"))
        try office.decide(Commands.userWrites("c-2", after: .seconds(1), urgent))
        #expect(office.latest("c-2")?.queueReason == "no_free_admin_in_team")
        try office.pass(to: office.rules.widening.team + .seconds(60))
        #expect(office.latest("c-2")?.assignee == AdminID("p-1"))
    }

    @Test
    func `of those who suit as well a senior admin has an urgent case first`() throws {
        var office = PaperOffice()
        office.rules.dedicated.tiers[.p1] = "seniors"
        try office.decide(Self.online("a-1", [:]) + Self.online("z-1", capacity: 1, ["senior": "true"]))
        try office.decide(Commands.userWrites("c-1", ["tier": "P1"]))
        try office.decide(Commands.userWrites("c-2", ["tier": "P1"]))
        #expect(office.latest("c-1")?.assignee == AdminID("z-1"))
        #expect(office.latest("c-2")?.assignee == AdminID("a-1"))
    }

    @Test
    func `a team that an admin names is a wall, and has the case whatever it is about`() throws {
        var office = office()
        try office.decide(Self.online("p-1", ["team": "payments", "skills": "payments"]))
        try office.decide(Commands.userWrites("c-1", ["category": "payment"]))
        try office.decide(
            Commands.event("case.assign", after: .seconds(9), ["admin": "a-9", "team": "trust", "reason": "theirs"])
        )
        #expect(office.latest()?.queueReason == "no_free_admin_in_team")
        try office.pass(to: .seconds(86_400))
        #expect(office.latest()?.assignee == nil)
        try office.decide(Self.online("t-1", ["team": "trust"]))
        #expect(office.latest()?.assignee == AdminID("t-1"))
    }

    @Test
    func `an urgent tier's search widens by the shorter promise`() throws {
        var office = office()
        office.rules.terms = try RoutingRules.promising(
            """
            urgent: { metric: first_response, target: 4m, tiers: [P1] }
            usual:  { metric: first_response, target: 1h, tiers: [P2] }
            """
        ).terms
        try office.decide(Self.online("f-1", capacity: 0, ["team": "first"]) + Self.online("x-1", ["team": "other"]))
        try office.decide(Commands.userWrites("c-1", ["category": "general", "tier": "P1"]))
        try office.decide(Commands.userWrites("c-2", ["category": "general", "tier": "P2"]))
        try office.pass(to: .seconds(90))
        #expect(office.latest("c-1")?.assignee == AdminID("x-1"))
        #expect(office.latest("c-2")?.assignee == nil)
    }

    @Test
    func `what an entry leaves open the team says`() throws {
        var office = office()
        var payments = Team(name: "payments")
        payments.skills = ["payments"]
        payments.capacity = 1
        payments.calendar = "nights"
        payments.regions = ["ZA"]
        office.rules.teams = ["payments": payments]
        office.rules.isOnShift = { calendar, _ in calendar != "nights" }
        func put(_ admin: String, _ more: Fields) -> Input {
            var fields: Fields = ["admin": admin, "name": "Ada", "team": "payments"]
            for field in more { fields.set(field.name, to: field.value) }
            return Commands.event("admin.put", nil, fields)
        }
        try office.decide(
            put("p-1", [:]),
            Commands.presence("p-1", "online"),
            put("p-2", ["calendar": "days"]),
            Commands.presence("p-2", "online")
        )
        let left = try #require(office.admins[AdminID("p-1")])
        #expect(left.capacity == 1 && left.skills == ["payments"] && left.regions == ["ZA"] && !left.isOnShift)
        // On shift by a calendar of their own, with the team's skill and room for one.
        try office.decide(Commands.userWrites("c-1", ["category": "payment"]))
        try office.decide(Commands.userWrites("c-2", ["category": "payment"]))
        #expect(office.latest("c-1")?.assignee == AdminID("p-2"))
        #expect(office.latest("c-2")?.queueReason == "no_admin_free")
        // A policy that gives the team more room is felt without a new entry.
        office.rules.teams["payments"]?.capacity = 2
        try office.decide(Commands.presence("p-2", "online", after: .seconds(60)))
        #expect(office.latest("c-2")?.assignee == AdminID("p-2"))
    }

    @Test
    func `what a line of the queue needs is read as it was written`() {
        let needs = [
            Needs(), Needs(language: "fr-CA", region: "SN", skills: ["refunds", "payments"], senior: true),
            Needs(skills: ["a"], team: WantedTeam(name: "trust")),
            Needs(language: "en", team: WantedTeam(name: "trust", claim: .named), senior: true),
            Needs(team: WantedTeam(name: "seniors", claim: .dedicated)),
        ]
        for one in needs { #expect(Needs(text: one.text) == one) }
        #expect(Set(needs.map(\.text)).count == needs.count)
        // As the version before wrote it.
        #expect(
            Needs(text: "en\tZA\tpayments\ttrust\tsenior")
                == Needs(
                    language: "en",
                    region: "ZA",
                    skills: ["payments"],
                    team: WantedTeam(name: "trust", claim: .named),
                    senior: true
                )
        )
    }
}
