import Contract
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Routing

/// Many lanes at one desk.
struct ConcurrentDeskTests {
    @Test
    func `lanes at the same time never overshoot an admin's capacity and leave no free admin beside a waiting case`()
        async throws
    {
        let lanes = 8
        let office = try await DatabaseOffice.open(partitions: lanes)
        let session = try await office.session()
        for admin in 1...6 {
            try await office.decide([Commands.putAdmin("a-\(admin)", capacity: admin)], on: session)
        }
        // Every single write is held to the promise, not only the end.
        try await session.execute(
            script: "ALTER TABLE router.admins ADD CONSTRAINT never_beyond CHECK (open_cases <= capacity)"
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask { try await Self.work(lane, office) }
            }
            try await group.waitForAll()
        }
        while let partition = (0..<lanes).first(where: { office.hasLetters(for: $0) }) {
            try await office.handle(office.letters(for: partition), on: session)
        }

        let booked = try await office.texts(
            """
            SELECT a.id FROM router.admins AS a
            WHERE a.open_cases > a.capacity
               OR a.open_cases <> (SELECT count(*) FROM router.cases AS c WHERE c.is_open AND c.assignee = a.id)
            """,
            on: session
        )
        #expect(booked == [])
        #expect(try await office.count("SELECT count(*) FROM router.calls", on: session) == 0)
        let waiting = try await office.count(
            "SELECT count(*) FROM router.cases WHERE queued_at IS NOT NULL",
            on: session
        )
        let free = try await office.count(
            "SELECT count(*) FROM router.admins WHERE active AND status = 'online' AND open_cases < capacity",
            on: session
        )
        #expect(waiting == 0 || free == 0, "\(waiting) cases wait beside \(free) free admins")
        #expect(try await office.gaps(on: session) == [])
        for reason in ["longest_waiting", "admin_left", "fewest_open_cases"] {
            let decisions = try await office.count(
                "SELECT count(*) FROM router.case_history WHERE reason = '\(reason)'",
                on: session
            )
            #expect(decisions > 0, "the day had nothing of \(reason)")
        }
    }

    /// One lane's day: its cases are opened and resolved while admins come and go.
    private static func work(_ lane: Int, _ office: DatabaseOffice) async throws {
        var random = SeededGenerator(seed: UInt64(lane))
        let session = try await office.session()
        for round in 0..<40 {
            var inputs = office.letters(for: lane)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let conversation = "c-\(lane)-\(Int.random(in: 0..<12, using: &random))"
                let time = Duration.seconds(round * 10)
                if Bool.random(using: &random) {
                    inputs.append(
                        Commands.userWrites(conversation, number: round + 1, after: time, partition: lane)
                    )
                } else {
                    inputs.append(Commands.resolve(conversation, after: time + .seconds(5), partition: lane))
                }
            }
            if lane < 6, round.isMultiple(of: 3) {
                let status = round.isMultiple(of: 2) ? "online" : "offline"
                inputs.append(
                    Commands.presence("a-\(lane + 1)", status, after: .seconds(round * 10), partition: lane)
                )
            }
            try await office.handle(inputs, on: session)
        }
        try await office.handle(
            office.letters(for: lane)
                + (lane < 6
                    ? [Commands.presence("a-\(lane + 1)", "online", after: .seconds(9999), partition: lane)] : []),
            on: session
        )
        await session.close()
    }
}

extension DatabaseOffice {
    /// Cases whose history has a gap.
    func gaps(on session: PostgresSession) async throws -> [String?] {
        try await texts(
            """
            SELECT "case" FROM router.case_history WHERE "case" IS NOT NULL GROUP BY "case"
            HAVING count(*) <> max(seq) OR min(seq) <> 1
            """,
            on: session
        )
    }
}
