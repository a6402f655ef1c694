import Contract
import Pipeline
import Postgres
import TestKit
import Testing

/// Programs of two versions side by side, and events of two versions.
@Suite struct RollingUpgradeTests {
    @Test(arguments: [true, false])
    func `an upgrade loses nothing and keeps each order, whether readers or writers go first`(
        readersFirst: Bool
    ) async throws {
        let bench = try await Bench.prepare(partitions: 4)
        let (signal, leave) = AsyncStream.makeStream(of: Void.self)
        // A task of their own, since they end in the midst of what the others do.
        let old = Task {
            try await bench.withLanes([EchoStage(versions: [1]), EchoStage(versions: [1])]) {
                for await _ in signal { break }
            }
        }
        defer { leave.finish() }
        try await bench.withLanes([EchoStage(versions: [1, 2]), EchoStage(versions: [1, 2])]) {
            try await eventually("partitions with lanes of either version") {
                try await bench.number(
                    """
                    SELECT count(DISTINCT l.pid) FROM pg_locks AS l
                    JOIN pipeline.stages AS s ON s.stage = 'survey' AND l.classid = s.lock_class::oid
                    WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND l.granted
                      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """
                ) == 4
            }
            for partition in 0..<4 { try await bench.send(numbered(1...20), to: partition) }
            if readersFirst {
                leave.yield()
                try await old.value
            }
            // The writers know the new version now; one that has been overlooked writes the old one for a while.
            for partition in 0..<4 { try await bench.send(numbered(21...40), to: partition, version: 2) }
            for partition in 0..<4 { try await bench.send(numbered(41...50), to: partition) }
            if !readersFirst {
                try await eventually("what old readers do not know to be parked, with all that follows it") {
                    try await bench.number("SELECT count(*) FROM pipeline.parked") == 60
                }
                leave.yield()
                try await old.value
            }
            for partition in 0..<4 {
                try await eventually(within: .seconds(30), "all echoes") {
                    try await bench.echoes(partition).count == 50
                }
            }
            #expect(try await bench.number("SELECT count(*) FROM pipeline.parked") == 0)
        }
        for partition in 0..<4 { #expect(try await bench.echoes(partition) == (1...50).map(String.init)) }
    }
}
