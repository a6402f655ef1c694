import Contract
import Pipeline
import Testing

@testable import Routing

/// Who suits a case, and from when.
struct MatchingTests {
    private static func online(_ admin: String, capacity: Int = 3, _ more: Fields) -> [Input] {
        [Commands.putAdmin(admin, capacity: capacity, more), Commands.presence(admin, "online")]
    }

    @Test
    func `a case goes to who speaks its user's language, however many cases others have fewer`() throws {
        var office = PaperOffice()
        try office.decide(Self.online("a-fr", ["languages": "fr"]) + Self.online("a-en", ["languages": "en,zu"]))
        for number in 1...3 {
            let events = try office.decide(Commands.userWrites("c-\(number)", ["language": "fr-CA"]))
            #expect(events.last?.fields["admin"] == "a-fr")
            #expect(events.last?.fields["match"] == "language_and_region")
        }
        #expect(office.admins[AdminID("a-en")]?.openCases == 0)
    }

    @Test
    func `nobody without the language gets a case while one with it is free, whatever the region`() throws {
        var office = PaperOffice()
        try office.decide(
            Self.online("a-none", [:]) + Self.online("a-fr-sn", ["languages": "fr", "regions": "SN"])
                + Self.online("a-de", ["languages": "de"])
        )
        let events = try office.decide(Commands.userWrites("c-1", ["language": "fr", "region": "ZA"]))
        #expect(events.last?.fields["admin"] == "a-fr-sn")
    }

    @Test
    func `a search widens from language and region to language to anybody`() throws {
        var office = PaperOffice()
        try office.decide(Self.online("a-sn", capacity: 1, ["languages": "fr", "regions": "SN"]))
        try office.decide(
            Commands.userWrites("c-1", ["language": "fr", "region": "ZA"]),
            Commands.userWrites("c-2", ["language": "zu", "region": "ZA"])
        )
        #expect(office.latest("c-1")?.queueReason == "no_free_admin_in_region")
        #expect(office.latest("c-2")?.queueReason == "no_free_admin_with_language")
        let region = office.rules.widening.region + .seconds(20)
        let first = try office.pass(to: region)
        #expect(first.map(\.type) == ["case.assigned"])
        #expect(first[0].conversation == ConversationID("c-1"))
        #expect(first[0].fields["match"] == "language")
        // The admin with room for one more takes what nobody who speaks it could.
        try office.decide(Commands.putAdmin("a-sn", capacity: 2, after: region, ["languages": "fr", "regions": "SN"]))
        #expect(office.latest("c-2")?.assignee == nil)
        let second = try office.pass(to: office.rules.widening.anyone + .seconds(20))
        #expect(second.contains { $0.type == "case.assigned" && $0.fields["match"] == "any" })
    }

    @Test
    func `a correction of the category changes who may have the case`() throws {
        var office = PaperOffice()
        office.rules.categories = ["payment": RoutingDemand(skills: ["payments"]), "general": RoutingDemand()]
        try office.decide(Self.online("a-1", [:]))
        try office.decide(Commands.userWrites("c-1", ["category": "payment"]))
        #expect(office.latest()?.assignee == nil)
        let events = try office.decide(
            Commands.event(
                "case.categorize",
                after: .seconds(9),
                ["admin": "a-9", "category": "general", "tier": "P2"]
            )
        )
        #expect(events.map(\.type) == ["case.categorized", "case.assigned"])
        #expect(events[0].fields["former_category"] == "payment")
        #expect(events[0].fields["category"] == "general")
        #expect(events[0].fields["tier"] == "P2")
        let late = try office.decide(
            Commands.event("case.categorize", after: .seconds(8), ["admin": "a-9", "category": "payment"])
        )
        #expect(late.map { $0.fields["code"] } == ["late"])
        for (name, code) in [("category", "unknown_category"), ("tier", "unknown_tier")] {
            var fields: Fields = ["admin": "a-9", "category": "general"]
            fields.set(name, to: "miracle")
            let refused = try office.decide(Commands.event("case.categorize", after: .seconds(10), fields))
            #expect(refused.map { $0.fields["code"] } == [code])
        }
    }

    @Test(arguments: [true, false])
    func `a user who goes on in another language is looked after in that`(_ inOneBatch: Bool) throws {
        var office = PaperOffice()
        try office.decide(Self.online("a-en", ["languages": "en"]))
        let first = Commands.userWrites("c-1", ["language": "de"])
        let second = Commands.userWrites("c-1", number: 2, after: .seconds(9), ["language": "en"])
        if inOneBatch {
            try office.decide(first, second)
        } else {
            for input in [first, second] { try office.decide(input) }
        }
        #expect(office.latest()?.language == "en")
        #expect(office.latest()?.assignee == AdminID("a-en"))
        #expect(office.history.last?.detail["match"] == "language_and_region")
    }

    @Test
    func `the queue of cases due at the same time is by tier, then by age`() throws {
        var office = PaperOffice()
        office.rules.terms = try RoutingRules.promising("answer: { metric: first_response, target: 1h, hours: office }")
            .terms
        for (number, tier) in ["P4", "P2", "P3", "P1", ""].enumerated() {
            let more: Fields = tier.isEmpty ? [:] : ["tier": tier]
            try office.decide(
                Commands.userWrites("c-\(number)", after: .seconds(number), partition: number % 4, more)
            )
        }
        try office.decide(Commands.putAdmin("a-1", capacity: 1, after: .seconds(9)))
        var order: [String] = []
        var events = try office.decide(Commands.presence("a-1", "online", after: .seconds(10)))
        for second in 11...15 {
            guard let given = events.first(where: { $0.type == "case.assigned" })?.conversation else { break }
            order.append(given.rawValue)
            let partition = Int(given.rawValue.dropFirst(2)).map { $0 % 4 } ?? 0
            events = try office.decide(Commands.resolve(given.rawValue, after: .seconds(second), partition: partition))
        }
        #expect(order == ["c-3", "c-1", "c-2", "c-4", "c-0"])
    }

    @Test
    func `an assignment that runs out goes to another, and not to the same admin again for a while`() throws {
        var office = PaperOffice()
        try office.decide(Self.online("a-1", [:]))
        try office.decide(Commands.userWrites())
        let timeout = try #require(office.rules.assignmentTimeout)
        let taken = try #require(office.latest()?.takenAt)
        let due = (taken - start) + timeout
        #expect(try office.pass(to: due - .microseconds(1)).isEmpty)
        let events = try office.pass(to: due)
        #expect(events.map(\.type) == ["case.unassigned"])
        #expect(events[0].fields["reason"] == "timed_out")
        #expect(office.latest()?.queueReason == "only_excluded_admins_free")
        #expect(office.latest()?.queuedAt == start)
        try office.decide(Commands.putAdmin("a-2", after: due), Commands.presence("a-2", "online", after: due))
        #expect(office.latest()?.assignee == AdminID("a-2"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
    }

    @Test
    func `a line of cases that nobody free may have is not looked at without end`() throws {
        var office = PaperOffice()
        office.rules.callsPerBatch = 2
        try office.decide(Self.online("a-1", capacity: 6, [:]))
        for number in 1...6 { try office.decide(Commands.userWrites("c-\(number)", partition: number % 4)) }
        let events = try office.pass(to: .seconds(1900))
        #expect(events.filter { $0.type == "case.unassigned" }.count == 6)
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
        // The search is widest after a while, and nobody else has come.
        try office.pass(to: .seconds(4000))
        #expect(office.admins[AdminID("a-1")]?.openCases == 6)
    }

    @Test
    func `an assignment that is answered in time does not run out`() throws {
        var office = PaperOffice()
        try office.decide(Self.online("a-1", [:]))
        try office.decide(Commands.userWrites(), Commands.adminWrites(number: 2, after: .seconds(60)))
        try office.decide(Self.online("a-2", [:]))
        #expect(try office.pass(to: .seconds(86_400)).isEmpty)
        #expect(office.latest()?.assignee == AdminID("a-1"))
    }

    /// An office whose calendar `days` is open in every second hour, from the first.
    private func officeOfShifts() -> PaperOffice {
        var office = PaperOffice()
        let hour: Int64 = 3_600_000_000
        office.rules.assignmentTimeout = nil
        office.rules.isOnShift = { calendar, instant in
            calendar != "days" || (instant.microseconds - start.microseconds) / hour % 2 == 0
        }
        office.rules.nextShiftChange = { calendar, instant in
            guard calendar == "days" else { return nil }
            let hours = (instant.microseconds - start.microseconds) / hour + 1
            return Instant(microseconds: start.microseconds + hours * hour)
        }
        return office
    }

    @Test
    func `at the end of a shift what is unanswered goes to others, and at its beginning the admin is free`() throws {
        var office = officeOfShifts()
        try office.decide(Self.online("a-1", ["calendar": "days"]))
        try office.decide(Commands.userWrites("c-1"), Commands.userWrites("c-2"))
        try office.decide(Commands.adminWrites("c-1", number: 2, after: .seconds(60)))
        let ended = try office.pass(to: .seconds(3600))
        #expect(ended.map(\.type) == ["case.unassigned"])
        #expect(ended[0].fields["reason"] == "shift_ended")
        #expect(office.latest("c-1")?.assignee == AdminID("a-1"))
        #expect(office.latest("c-2")?.assignee == nil)
        try office.decide(Commands.userWrites("c-3", after: .seconds(3700)))
        #expect(office.latest("c-3")?.assignee == nil)
        let begun = try office.pass(to: .seconds(7200))
        #expect(
            begun.filter { $0.type == "case.assigned" }.compactMap(\.conversation?.rawValue).sorted() == ["c-2", "c-3"]
        )
    }

    @Test
    func `who writes to an answered case after the shift is given another admin`() throws {
        var office = officeOfShifts()
        try office.decide(Self.online("a-1", ["calendar": "days"]))
        try office.decide(Commands.userWrites(), Commands.adminWrites(number: 2, after: .seconds(60)))
        try office.pass(to: .seconds(3600))
        try office.decide(Self.online("a-2", [:]))
        let events = try office.decide(Commands.userWrites("c-1", number: 3, after: .seconds(3700)))
        #expect(events.map(\.type) == ["case.unassigned", "message.posted", "case.assigned"])
        #expect(events[0].fields["reason"] == "shift_ended")
        #expect(office.latest()?.assignee == AdminID("a-2"))
    }

    @Test
    func `a case given to a team waits for one of it`() throws {
        var office = PaperOffice()
        try office.decide(Self.online("a-1", ["team": "support"]))
        try office.decide(Commands.userWrites())
        let events = try office.decide(
            Commands.event("case.assign", after: .seconds(9), ["admin": "a-9", "team": "trust", "reason": "theirs"])
        )
        #expect(events.map(\.type) == ["case.unassigned"])
        #expect(events[0].fields["team"] == "trust")
        #expect(events[0].fields["reason"] == "theirs")
        #expect(office.latest()?.queueReason == "no_free_admin_in_team")
        try office.decide(Self.online("t-1", ["team": "trust"]))
        #expect(office.latest()?.assignee == AdminID("t-1"))
    }
}
