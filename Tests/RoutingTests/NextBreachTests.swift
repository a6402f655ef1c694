import Clocks
import Contract
import Pipeline
import Policy
import PolicyStore
import TestKit
import Testing

@testable import Routing

/// The queue by next breach, then tier, then age, and searches that widen as the breach comes near.
struct NextBreachTests {
    /// Eight o'clock of a Sunday.
    private static let urgentAndUsual = """
        urgent: { metric: first_response, target: 15m, tiers: [P1] }
        usual:  { metric: first_response, target: 1h, tiers: [P2, P3, P4] }
        """
    private static let office = """
        answer: { metric: first_response, target: 1h, hours: office }
        """

    private func office(_ promises: String) throws -> PaperOffice {
        var office = PaperOffice()
        office.rules.terms = try RoutingRules.promising(promises).terms
        return office
    }

    /// The conversations that an admin with so much room is given on coming online, in order.
    private func taken(_ capacity: Int, after time: Duration, in office: inout PaperOffice) throws -> [String] {
        let events = try office.decide(
            Commands.putAdmin("a-1", capacity: capacity, after: time),
            Commands.presence("a-1", "online", after: time)
        )
        return events.filter { $0.type == "case.assigned" }.compactMap { $0.conversation?.rawValue }
    }

    @Test
    func `who becomes free gets the case that breaks next, be its tier the lesser one`() throws {
        var office = try office(Self.urgentAndUsual)
        try office.decide(Commands.userWrites("usual", ["tier": "P3"]))
        try office.decide(Commands.userWrites("urgent", after: .seconds(50 * 60), ["tier": "P1"]))
        try office.decide(Commands.userWrites("later", after: .seconds(51 * 60), ["tier": "P2"]))
        #expect(try taken(3, after: .seconds(55 * 60), in: &office) == ["usual", "urgent", "later"])
    }

    @Test
    func `of those due at the same time the more urgent tier goes first, then who has waited longer`() throws {
        var office = try office(Self.office)
        // Written on Sunday, all are due an hour after the office opens on Monday.
        for (minute, tier) in ["P4", "P2", "P3", "P2", "P1"].enumerated() {
            let time = Duration.seconds(minute * 60)
            try office.decide(Commands.userWrites("c-\(minute)", after: time, ["tier": tier]))
        }
        #expect(Set(office.cases.values.compactMap { $0.last?.dueAt }) == [start + .seconds(26 * 3600)])
        let order = try taken(5, after: .seconds(3600), in: &office)
        #expect(order == ["c-4", "c-1", "c-3", "c-2", "c-0"])
    }

    @Test
    func `a search does not widen in closed hours, and is as wide as it gets when the time is up`() throws {
        var office = try office(Self.office)
        try office.decide(Commands.putAdmin("a-1", ["languages": "en"]), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites("c-1", ["language": "fr"]))
        let opens = Duration.seconds(25 * 3600)
        try office.pass(to: opens + .seconds(36 * 60 - 1))
        #expect(office.latest()?.assignee == nil)
        try office.pass(to: opens + .seconds(36 * 60 + 11))
        #expect(office.latest()?.assignee == AdminID("a-1"))

        // Who wrote two hours ago, and was to be answered in one, waits for nobody's language.
        try office.decide(Commands.presence("a-1", "away", after: opens))
        try office.decide(Commands.userWrites("c-2", after: opens, ["language": "fr"]))
        let events = try office.decide(Commands.presence("a-1", "online", after: opens + .seconds(7200)))
        #expect(events.last?.fields["lacks"] == "language")
    }

    @Test
    func `a case about which nothing is promised is due when the policy's basis has passed`() throws {
        var office = try office("answer: { metric: first_response, target: 2h, tiers: [P1] }")
        try office.decide(Commands.userWrites("promised", ["tier": "P1"]))
        try office.decide(Commands.userWrites("unpromised", after: .seconds(60), ["tier": "P3"]))
        #expect(office.latest("unpromised")?.dueAt == start + .seconds(3660))
        #expect(try taken(2, after: .seconds(70), in: &office) == ["unpromised", "promised"])
    }

    @Test
    func `another category or tier moves a case in the queue, and an admin takes it out`() throws {
        var office = try office(Self.urgentAndUsual)
        try office.decide(Commands.userWrites("c-1", ["tier": "P3"]))
        #expect(office.latest()?.dueAt == start + .seconds(3600))
        try office.decide(
            Commands.event("case.categorize", after: .seconds(9), ["admin": "a-9", "category": "x", "tier": "P1"])
        )
        #expect(office.latest()?.dueAt == start + .seconds(900))
        #expect(office.latest()?.widensFrom == start)
        _ = try taken(1, after: .seconds(20), in: &office)
        #expect(office.latest()?.dueAt == nil && office.latest()?.widensFrom == nil)
    }

    @Test
    func `a user who is answered and writes again waits for the next response`() throws {
        var office = try office(
            """
            first: { metric: first_response, target: 1h }
            next:  { metric: next_response, target: 3h }
            """
        )
        _ = try taken(1, after: .zero, in: &office)
        try office.decide(Commands.userWrites())
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(60)))
        try office.decide(Commands.userWrites(number: 3, after: .seconds(600)))
        try office.decide(Commands.presence("a-1", "offline", after: .seconds(700)))
        #expect(office.latest()?.dueAt == start + .seconds(600 + 3 * 3600))
    }

    @Test
    func `a case's opening says when its user may expect the first reply, where the user hears of it`() throws {
        var office = try office(Self.office)
        let opened = try office.decide(Commands.userWrites("c-1")).first
        #expect(opened?.fields["expected_reply_at"] == "2026-03-02T10:00:00.000Z")
        #expect(opened?.fields["expected_reply_basis"] == "promise")
        office.rules.forecast.cells[.init()] = ReplyForecast.Usual(time: .seconds(7200), count: 31)
        let other = try office.decide(Commands.userWrites("c-2", after: .seconds(5))).first
        #expect(other?.fields["expected_reply_at"] == "2026-03-02T11:00:00.000Z")
        #expect(other?.fields["expected_reply_basis"] == "percentile")
        #expect(other?.fields["expected_reply_n"] == "31")

        let past = try office.decide(Commands.userWrites("c-3", after: .seconds(6), ["backfill": "true"])).first
        let asked: Fields = ["kind": "refund", "user": "u-1", "subject": "p-1"]
        let byName = try office.decide(Commands.event("case.open", "c-4", after: .seconds(7), asked)).first
        for silent in [past, byName] {
            #expect(silent?.type == "case.opened")
            #expect(silent?.fields["expected_reply_at"] == nil)
        }
    }

    @Test(arguments: 0..<20)
    func `what is due is what the clocks say, at whatever time and of whatever kind`(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let document = try Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)
        let rules = RoutingRules(document)
        let terms = try #require(rules.terms)
        let categories = document.categories.all.keys.map(\.rawValue).sorted()
        for _ in 0..<20 {
            var found = Case(
                partition: 0,
                conversation: "c-1",
                number: 1,
                id: CaseID("case"),
                kind: CaseKind.allCases.randomElement(using: &numbers)?.rawValue ?? "",
                user: "u-1",
                state: .open,
                openedAt: start + .milliseconds(Int64.random(in: 0..<30 * 86_400_000, using: &numbers))
            )
            found.category = categories.randomElement(using: &numbers)
            found.tier = Tier.allCases.randomElement(using: &numbers)?.rawValue
            found.awaitingSince = found.openedAt
            found.asked = found.kind == "conversation" || Bool.random(using: &numbers) ? "Hello" : nil
            found.queuedAt = found.openedAt
            var fields = found.facts
            if found.kind == "conversation" { fields.append("message", "m-1") }
            let opened = Event(
                topic: .cases,
                partition: 0,
                seq: 1,
                type: "case.opened",
                version: 1,
                event: EventID(high: 1, low: 1),
                time: found.openedAt,
                conversation: ConversationID("c-1"),
                case: found.id,
                fields: fields
            )
            let fact = try #require(Fact(opened, policy: 0))
            let clocks = CaseClocks.clocks(of: [fact], asOf: found.openedAt) { _ in terms }
            let answers = clocks.filter { $0.key.metric == .firstResponse }.compactMap(\.dueAt)
            let decisions = clocks.filter { [.resolution, .moderation, .stage].contains($0.key.metric) }
            let expected = answers.min() ?? decisions.compactMap(\.dueAt).min()
            #expect(rules.nextBreach(of: found)?.due == expected)
        }
    }

    @Test(arguments: 0..<20)
    func `whatever came in when, nobody is taken before somebody whose promise breaks sooner`(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        var office = try office(
            Self.office + "\nurgent: { metric: first_response, target: 15m, tiers: [P1], replaces: [answer] }"
        )
        for number in 0..<30 {
            let tier = ["P1", "P2", "P3", "P4"].randomElement(using: &numbers) ?? ""
            let more: Fields = ["tier": tier]
            let time = Duration.seconds(Int.random(in: 0..<100_000, using: &numbers))
            try office.decide(Commands.userWrites("c-\(number)", after: time, partition: number % 4, more))
        }
        let places = Dictionary(
            uniqueKeysWithValues: office.cases.values.compactMap(\.last).map { ($0.conversation, $0) }
        )
        let order = try taken(30, after: .seconds(100_000), in: &office).compactMap { places[$0] }
        #expect(order.count == 30)
        for (sooner, later) in zip(order, order.dropFirst()) {
            let (one, other) = try (#require(sooner.dueAt), #require(later.dueAt))
            #expect((one, sooner.queueRank) <= (other, later.queueRank))
        }
    }
}

extension RoutingRules {
    /// What a policy makes of the rules that promises that, with an office that opens from nine to five on weekdays.
    static func promising(_ promises: String) throws -> RoutingRules {
        let lines = promises.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        return RoutingRules(
            try Policy.Document(
                yaml: """
                    version: 1
                    sources: { web: { publish: [message.post] } }
                    calendars: { office: { zone: UTC, week: { mon-fri: ["09:00-17:00"] } } }
                    promises:
                    \(lines)
                    """
            )
        )
    }
}
