import Contract
import Redis
import TestKit

@testable import OperatorTool

/// Stands in for ingest: reads the `inbound` streams and answers each entry with a receipt.
///
/// An id that it has had is a duplicate; an entry with `role=robot` is rejected.
actor ReceiptWriter {
    private(set) var accepted: [String: Int] = [:]
    private(set) var received = 0
    private let redis: RedisClient
    private let keys: Keys
    private let partitions: Int
    private let stopsAfter: Int

    /// Answers at most `stopsAfter` entries.
    init(_ premises: Premises, stopsAfter: Int = .max) async throws {
        redis = try await premises.redis()
        keys = Keys(prefix: premises.prefix)
        partitions = Premises.partitions
        self.stopsAfter = stopsAfter
    }

    /// Answers entries until the task is cancelled.
    func work() async throws {
        let streams = (0..<partitions).map { keys.inbound($0) }
        var follower = try await StreamFollower.follow(streams, fromStart: true, on: redis)
        while !Task.isCancelled, received < stopsAfter {
            let entries = try await follower.read(on: redis, waiting: .milliseconds(100))
            let receipts = entries.prefix(stopsAfter - received).map(receipt)
            if !receipts.isEmpty { try await redis.send(receipts) }
        }
    }

    private func receipt(for entry: StreamEntry) -> Command {
        received += 1
        let id = entry.value("id")
        var status = "accepted"
        var rest: [String] = []
        if entry.value("role") == "robot" {
            status = "rejected"
            rest = ["code", "bad_value", "field", "role", "detail", "role must be user, admin or bot"]
        } else if accepted[id] != nil {
            status = "duplicate"
        }
        if status == "accepted" { accepted[id, default: 0] += 1 }
        let partition = entry.stream.split(separator: "{").last?.dropLast() ?? "0"
        let stream = keys.receipts(Int(partition) ?? 0)
        return Command(["XADD", stream, "*", "source", entry.value("source"), "id", id, "status", status] + rest)
    }
}
