import Contract
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Routing

struct RoleTests {
    @Test
    func `the program's own role is enough for everything that it does`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await session.execute(script: "SET ROLE saypro_router")
        try await office.decide(
            [
                Commands.putAdmin("a-1"), Commands.presence("a-1", "online"),
                Commands.event("user.put", nil, partition: office.partitioning.partition(of: "u-1"), ["user": "u-1"]),
                Commands.userWrites(),
            ],
            on: session
        )
        try await office.decide([Commands.presence("a-1", "offline", after: .seconds(1))], on: session)
        try await office.decide([Commands.presence("a-1", "online", after: .seconds(2))], on: session)
        try await office.decide(
            [
                EscalationTests.escalate(to: "legal", after: 3), EscalationTests.handBack(by: "l-1", after: 4),
                PausingTests.wait(after: .seconds(5)), Commands.userWrites(number: 2, after: .seconds(6)),
            ],
            on: session
        )
        try await office.decide([Commands.resolve(after: .seconds(7))], on: session)
        #expect(try await office.texts("SELECT state FROM router.cases", on: session) == ["resolved"])
    }

    @Test(arguments: ["saypro_ingest", "saypro_notifier", "saypro_reader", "saypro_operator"])
    func `no other role writes the router's tables`(_ role: String) async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let tables = [
            "cases", "case_history", "users", "admins", "calls", "desk", "escalation_allowance", "corrections",
        ]
        for table in tables {
            let allowed = try await office.count(
                """
                SELECT count(*) FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p (privilege)
                WHERE has_table_privilege('\(role)', 'router.\(table)', p.privilege)
                """,
                on: session
            )
            #expect(allowed == 0, "\(role) on \(table)")
        }
    }

    @Test
    func `readers read the views and nothing beneath them`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await session.execute(script: "SET ROLE saypro_reader")
        for view in ["cases", "case_history", "assignments", "users", "admins", "messages", "escalations"] {
            let rows = try await office.count("SELECT count(*) FROM api.\(view)", on: session)
            #expect(rows == 0)
        }
        #expect(try await office.count("SELECT opened FROM api.escalation_budget", on: session) == 0)
        await #expect(throws: PostgresError.self) {
            _ = try await session.query(Statement("SELECT id FROM router.cases"))
        }
    }
}
