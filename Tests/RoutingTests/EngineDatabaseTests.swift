import Contract
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Routing

/// The case engine on real rows.
struct EngineDatabaseTests {
    @Test
    func `every column of a case comes back as it was written`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let partition = 0
        try await office.decide(
            [
                Commands.putAdmin("a-1", ["team": "support"]), Commands.presence("a-1", "online"),
                Commands.userWrites("c-1", ["region": "ZA", "language": "en", "tier": "P2"]),
                EscalationTests.escalate(to: "legal", after: 10), EscalationTests.acknowledge(by: "lawyer", after: 11),
                PausingTests.wait(until: .seconds(90), after: .seconds(12)),
            ],
            on: session
        )
        var found = try await stored(partition, on: session)
        #expect(found.state == .waiting)
        #expect(found.region == "ZA")
        #expect(found.waitingFor == "user")
        #expect(found.wakesAt == start + .seconds(90))
        #expect(found.turnedAt == start + .seconds(12))
        #expect(found.escalation?.kind == .department)
        #expect(found.escalation?.to == "legal")
        #expect(found.escalation?.acknowledgedAt == start + .seconds(11))
        #expect(found.queueReason == "put_off")

        try await office.decide([Commands.userWrites("c-1", number: 2, after: .seconds(20))], on: session)
        try await office.decide([EscalationTests.handBack(by: "lawyer", after: 21)], on: session)
        try await office.decide([Commands.resolve(after: .seconds(30))], on: session)
        try await office.decide(
            [Commands.userWrites("c-1", number: 3, text: "Thanks!", after: .seconds(31))],
            on: session
        )
        found = try await stored(partition, on: session)
        #expect(found.state == .resolved)
        #expect(found.courtesies == 1)
        #expect(found.decidedBy == AdminID("a-1"))
        #expect(found.escalation == nil)
        let close = office.timers(for: partition, dueAt: start + .seconds(30 * 86_400))
        #expect(close.count > 0)
        try await office.decide(close, on: session)
        found = try await stored(partition, on: session)
        #expect(found.state == .closed)
        #expect(found.closedAt == start + .seconds(30) + RoutingRules().reopenWindow)
    }

    private func stored(_ partition: Int, on session: PostgresSession) async throws -> Case {
        let key = CaseThreads.Key(partition: partition, conversation: "c-1")
        let row = try #require(try await session.query(SelectCases(keys: [key]).statement).first)
        return try Case(row, rules: RoutingRules(), at: start)
    }

    @Test
    func `escalations and their budget are in the views`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let now = Instant.now() - start
        for number in 1...40 {
            try await office.decide(
                [Commands.userWrites("c-\(number)", after: now - .seconds(1000 - number))],
                on: session
            )
        }
        func escalate(_ conversation: String, to: String, before seconds: Int) -> Input {
            let fields: Fields = ["admin": "a-1", "to": to, "reason": "contract"]
            return Commands.event("case.escalate", conversation, after: now - .seconds(seconds), fields)
        }
        try await office.decide(
            [
                escalate("c-1", to: "legal", before: 500), escalate("c-2", to: "senior", before: 500),
                Commands.event("case.acknowledge", "c-1", after: now - .seconds(400), ["admin": "l-1"]),
                Commands.event("case.hand_back", "c-1", after: now - .seconds(300), ["admin": "l-1", "answer": "No"]),
                escalate("c-1", to: "finance", before: 200),
            ],
            on: session
        )
        let legs = try await office.texts(
            """
            SELECT concat_ws(' ', kind, "to", reason, acknowledged_at IS NOT NULL, handed_back_at IS NOT NULL)
            FROM api.escalations ORDER BY at, "to"
            """,
            on: session
        )
        #expect(
            legs == ["department legal contract t t", "tier senior contract f f", "department finance contract f f"]
        )
        let budget = try await office.texts(
            "SELECT concat_ws(' ', opened, escalated, allowed, \"left\", round(burn_rate, 2), met) FROM api.escalation_budget",
            on: session
        )
        #expect(budget == ["40 1 2 1 0.50 t"])
    }

    @Test
    func `a batch of messages that join open cases writes nothing but its events`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let conversations = (1...5).map { "c-\($0)" }
        let first = try await statements(conversations.map { Commands.userWrites($0) }, office, on: session)
        #expect(first == (2, 0))
        let next = conversations.map { Commands.userWrites($0, number: 2, after: .seconds(1)) }
        #expect(try await statements(next, office, on: session) == (0, 0))
        try await office.decide(
            [Commands.putAdmin("a-1", capacity: 50), Commands.presence("a-1", "online")],
            on: session
        )
        let assigned = (1...5).map { Commands.userWrites("d-\($0)", after: .seconds(2)) }
        // Cases, their history and the admin's load; an assignment sets no timer of its own.
        #expect(try await statements(assigned, office, on: session) == (3, 0))
    }

    /// How many statements and timers a batch leads to, once it is committed.
    private func statements(
        _ inputs: [Input],
        _ office: DatabaseOffice,
        on session: PostgresSession
    ) async throws -> (Int, Int) {
        let transaction = Transaction(session: session, now: .now(), partitioning: office.partitioning)
        let outcome = try await RouterStage().handle(inputs, in: transaction)
        try await transaction.commit(outcome.statements)
        return (outcome.statements.count, outcome.timers.count)
    }

    @Test
    func `the queue's lines are read by the index, whatever the planner is told of their length`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await session.execute(script: "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        let text = SelectWaiting(limit: 10).statement.text.replacing("$1", with: "10")
        let plan = try await office.texts("EXPLAIN \(text)", on: session).compactMap(\.self).joined(separator: "\n")
        #expect(plan.contains("cases_queue_lines"))
        #expect(!plan.contains("Seq Scan on cases"))
    }

    @Test
    func `the heads of all lines are shown, however long one line is`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let now = start + .seconds(100)
        try await office.handle(
            (1...30).map { Commands.userWrites("c-\($0)", ["language": "fr"]) },
            at: now,
            on: session
        )
        let later = Commands.userWrites("d-1", after: .seconds(99), ["language": "zu"])
        try await office.handle([later], at: now, on: session)
        let rows = try await session.query(SelectWaiting(limit: 10).statement).map { WaitingCase($0) }
        #expect(rows.count == 9)
        #expect(Set(rows.map(\.search.needs.language)) == ["fr", "zu"])
        try await office.handle(
            [Commands.putAdmin("a-1", ["languages": "zu"]), Commands.presence("a-1", "online", after: .seconds(100))],
            at: now,
            on: session
        )
        try await office.handle(office.letters(for: 0), at: now, on: session)
        #expect(
            try await office.texts("SELECT conversation FROM router.cases WHERE assignee = 'a-1'", on: session) == [
                "d-1"
            ]
        )
    }
}
