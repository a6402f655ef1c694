import Contract
import Pipeline
import Postgres
import Redis
import TestKit
import Testing

/// One owner a partition, whoever comes, goes or is thrown out.
@Suite struct OwnershipTests {
    @Test func `lanes share the partitions equally`() async throws {
        let bench = try await Bench.prepare(partitions: 7)
        try await bench.withLanes([EchoStage(), EchoStage(), EchoStage()]) {
            for partition in 0..<7 { try await bench.send(numbered(1...5), to: partition) }
            try await eventually("a fair share") {
                let shares = try await Self.shares(bench)
                return shares.count == 3 && shares.reduce(0, +) == 7 && shares.allSatisfy { $0 <= 3 }
            }
        }
    }

    @Test func `a lane whose session is ended goes on without loss or repetition`() async throws {
        let bench = try await Bench.prepare(partitions: 2)
        try await bench.withLanes([EchoStage()]) {
            for round in 0..<10 {
                try await bench.send(numbered(round * 50 + 1...round * 50 + 50), to: 0)
                try await bench.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'saypro/survey/%' AND datname = current_database()"
                )
            }
            try await eventually(within: .seconds(30), "all echoes") { try await bench.published(0).count == 500 }
        }
        #expect(try await bench.echoes(0) == (1...500).map(String.init))
        #expect(try await bench.published(0) == (1...500).map(String.init))
    }

    @Test func `a position that another moved ends the tenure before anything is written`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...5), to: 0)
            try await eventually("the first echoes") { try await bench.echoes(0).count == 5 }
            try await bench.run("UPDATE pipeline.positions SET seq = 7 WHERE stage = 'survey'")
            try await bench.send(numbered(6...10), to: 0)
            try await eventually("the last echoes") { try await bench.echoes(0).last == "10" }
        }
        // What the other owner says it has handled is not handled again.
        #expect(try await bench.echoes(0) == ["1", "2", "3", "4", "5", "8", "9", "10"])
    }

    @Test func `what Redis tells and PostgreSQL does not have takes no effect, and what comes in its place does`()
        async throws
    {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...5), to: 0)
            try await eventually("the first echoes") { try await bench.echoes(0).count == 5 }
            // A restore has taken 6 and 7 away; the stream still tells of them.
            let stream = bench.keys.topic(.commands, 0)
            let last = try #require(
                try await bench.client.send(["XRANGE", stream, "5-0", "5-0"]).array?.first?.array?.last
            )
            for id in ["6-0", "7-0"] {
                let fields = (last.array ?? []).map { $0.text ?? "" }
                _ = try await bench.client.send(Command(["XADD", stream, id] + fields.map { $0 == "5" ? "lost" : $0 }))
            }
            try await eventually("the lane has begun anew") { try await bench.lostSessions() }
            _ = try await bench.client.send(["DEL", stream])
            try await bench.send(numbered(6...8), to: 0)
            try await eventually("the echoes of what came instead") { try await bench.echoes(0).last == "8" }
        }
        #expect(try await bench.echoes(0) == (1...8).map(String.init))
    }

    @Test(arguments: [true, false])
    func `what was handled before the number of partitions was changed is passed over`(publishing: Bool) async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.run(
            """
            INSERT INTO pipeline.handled_before (partition, stage, topic, from_seq, upto_seq)
            VALUES (0, 'survey', 'commands', 3, 4), (0, 'survey', 'commands', 7, 9), (0, 'router', 'commands', 1, 9)
            """
        )
        try await bench.send(numbered(1...10), to: 0, publishing: publishing)
        try await bench.withLanes([EchoStage()]) {
            try await eventually("the last echo") { try await bench.echoes(0).last == "10" }
        }
        #expect(try await bench.echoes(0) == ["1", "2", "5", "6", "10"])
        #expect(try await bench.number("SELECT seq FROM pipeline.positions WHERE stage = 'survey'") == 10)
    }

    @Test func `a partition that begins anew begins behind the numbers that there have been`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.run(
            "UPDATE pipeline.settings SET first_seq = 1048577; SELECT pipeline.extend_log('surveys', 1048577)"
        )
        try await bench.withLanes([EchoStage()]) {
            try await eventually("a head and a position") {
                try await bench.number(
                    """
                    SELECT count(*) FROM pipeline.positions AS p
                    JOIN pipeline.heads AS h ON h.topic = 'surveys' AND (p.seq, h.seq) = (1048576, 1048576)
                    """
                ) == 1
            }
        }
    }

    @Test func `a paused stage reads nothing until it is resumed`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        try await bench.withLanes([EchoStage()]) {
            try await bench.send(numbered(1...1), to: 0)
            try await eventually("the first echo") { try await bench.echoes(0).count == 1 }
            try await bench.run("UPDATE pipeline.controls SET paused = true WHERE stage = 'survey'")
            // The lane's blocking read ends and none follows.
            try await eventually("no reader") { try await bench.readers().isEmpty }
            try await bench.run("UPDATE pipeline.controls SET paused = false WHERE stage = 'survey'")
            try await bench.send(numbered(2...2), to: 0)
            try await eventually("the second echo") { try await bench.echoes(0).count == 2 }
        }
    }

    /// How many partitions each lane owns, fewest first.
    private static func shares(_ bench: Bench) async throws -> [Int] {
        try await bench.session.query(
            Statement(
                """
                SELECT count(*) FROM pg_locks AS l
                JOIN pipeline.stages AS s ON s.stage = 'survey' AND l.classid = s.lock_class::oid
                WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                GROUP BY l.pid ORDER BY 1
                """
            )
        ).map { Int($0.int(0)) }
    }
}

extension Bench {
    /// Whether a lane has a session that is younger than the last event.
    fileprivate func lostSessions() async throws -> Bool {
        try await number(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name LIKE 'saypro/survey/%' AND datname = current_database()
              AND backend_start > (SELECT max(at) FROM pipeline.events WHERE topic = 'surveys')
            """
        ) > 0
    }

    /// The lanes' connections that wait for entries now.
    fileprivate func readers() async throws -> [Substring] {
        guard case .text(let list) = try await client.send(["CLIENT", "LIST"]) else { return [] }
        return list.split(separator: "\n").filter {
            $0.contains("/survey/\(keys.prefix)/") && $0.contains("/read ") && $0.contains("flags=b")
        }
    }
}
