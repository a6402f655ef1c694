import Postgres
import TestKit
import Testing

@testable import Routing

/// Every step between two states, allowed or forbidden, in the program and in the database.
struct TransitionTests {
    /// The whole table, written out once more: from each state to those that may follow.
    static let table: [CaseState: String] = [
        .open: "assigned waiting snoozed escalated resolved merged spam",
        .assigned: "open waiting snoozed escalated resolved merged spam",
        .waiting: "open assigned snoozed escalated resolved merged spam",
        .snoozed: "open assigned waiting escalated resolved merged spam",
        .escalated: "open assigned waiting snoozed resolved merged spam",
        .resolved: "open closed spam",
        .closed: "open",
        .merged: "",
        .spam: "open",
    ]

    @Test(arguments: CaseState.allCases)
    func `the program knows the table`(_ from: CaseState) {
        let allowed = Self.table[from, default: ""].split(separator: " ").compactMap { CaseState(rawValue: String($0)) }
        #expect(from.successors == Set(allowed))
    }

    @Test
    func `nothing that has ended turns into anything but what is open again, closed or spam`() {
        for state in CaseState.allCases where !state.isOpen {
            #expect(state.successors.isSubset(of: [.open, .closed, .spam]))
            #expect(!state.successors.contains(.assigned))
        }
    }

    @Test(arguments: CaseState.allCases)
    func `the database allows the steps of the table and no others`(_ from: CaseState) async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        for to in CaseState.allCases where to != from {
            try await Self.put(from, on: session)
            let refused = try await Self.isRefused(to, steps: "", on: session)
            #expect(refused == !from.successors.contains(to), "\(from) to \(to)")
        }
    }

    @Test
    func `the database checks each of several steps that one write takes`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        for first in CaseState.allCases where first != .assigned {
            for second in CaseState.allCases where second != first {
                try await Self.put(.assigned, on: session)
                let allowed =
                    CaseState.assigned.successors.contains(first) && first.successors.contains(second)
                let steps = "1:\(first.rawValue),\(second.rawValue)"
                let refused = try await Self.isRefused(second, steps: steps, on: session)
                #expect(refused == !allowed, "assigned to \(first) to \(second)")
            }
        }
    }

    @Test
    func `steps that an earlier write left there are not taken for this one's`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await Self.put(.assigned, on: session)
        #expect(try await !Self.isRefused(.assigned, steps: "0:resolved,open,assigned", on: session))
        #expect(try await !Self.isRefused(.resolved, steps: "0:resolved,open,assigned", on: session))
        #expect(try await Self.isRefused(.assigned, steps: "0:resolved,open,assigned", on: session))
    }

    /// Puts one case of that state into an empty table.
    private static func put(_ state: CaseState, on session: PostgresSession) async throws {
        _ = try await session.query(Statement("TRUNCATE router.cases"))
        _ = try await session.query(
            Statement(
                """
                INSERT INTO router.cases (
                    partition, conversation, number, id, kind, state, assignee, assigned_at, resolved_at, closed_at,
                    waiting_for, wakes_at, merged_into, escalation, escalated_to, escalated_at, opened_at, decisions
                )
                VALUES (0, 'c-1', 1, 'x', 'conversation', $1, CASE WHEN $1 <> 'open' THEN 'a-1' END, now(), now(), now(),
                        'user', now(), 'c-2', 'tier', 'senior', now(), now(), 1)
                """,
                .text(state.rawValue)
            )
        )
    }

    /// Whether the database refuses to turn the case.
    private static func isRefused(_ to: CaseState, steps: String, on session: PostgresSession) async throws -> Bool {
        do {
            _ = try await session.query(
                Statement(
                    """
                    UPDATE router.cases SET state = $1, steps = $2, assignee = CASE WHEN $1 <> 'open' THEN 'a-1' END
                    """,
                    .text(to.rawValue),
                    .text(steps)
                )
            )
            return false
        } catch {
            #expect(error.sqlState == "23514")
            return true
        }
    }
}
