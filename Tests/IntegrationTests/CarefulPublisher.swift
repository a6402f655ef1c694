import Contract
import Redis
import TestKit

/// A publisher that must not lose anything: it keeps an entry until its receipt says accepted or duplicate, and sends it
/// again otherwise. In each thread an entry goes out only once the one before is settled.
actor CarefulPublisher {
    /// The entries that were accepted, by thread and in order.
    private(set) var accepted: [[Entry]]
    /// How often an entry was sent again.
    private(set) var resent = 0
    /// How many receipts said duplicate.
    private(set) var duplicates = 0

    private let house: House
    private let client: RedisClient
    private let threads: [[Entry]]
    private let patience: Duration
    private var positions: [String]
    private var sentAt: [ContinuousClock.Instant?]
    private var waiting: [String: Int] = [:]
    private var rejection: String?

    /// Prepares to publish; `patience` is how long it waits for a receipt before it sends the entry again.
    init(_ house: House, _ threads: [[Entry]], patience: Duration = .seconds(1)) {
        self.house = house
        self.threads = threads
        self.patience = patience
        client = house.client()
        accepted = threads.map { _ in [] }
        sentAt = threads.map { _ in nil }
        positions = Array(repeating: "0-0", count: house.partitioning.count)
    }

    /// How many entries were accepted so far.
    var acceptedCount: Int { accepted.reduce(0) { $0 + $1.count } }

    /// Publishes everything and returns once each entry has its receipt.
    func publish(within limit: Duration = .seconds(90)) async throws {
        try await eventually(within: limit, "a receipt for every entry", asking: .milliseconds(10)) {
            try await round()
            return rejection != nil || acceptedCount == threads.reduce(0) { $0 + $1.count }
        }
        await client.close()
        if let rejection { throw ProgramFailed(description: "An entry was rejected: \(rejection)") }
    }

    private func round() async throws {
        let now = ContinuousClock.now
        var commands: [Command] = []
        for index in threads.indices where accepted[index].count < threads[index].count {
            if let sent = sentAt[index] {
                guard now - sent > patience else { continue }
                resent += 1
            }
            let entry = threads[index][accepted[index].count]
            sentAt[index] = now
            waiting[entry.id] = index
            let stream = house.keys.inbound(house.partitioning.partition(of: entry.key))
            commands.append(Command(["XADD", stream, "*"] + entry.fields))
        }
        // An error reply, such as out of memory, only means that the entry will be sent again.
        if !commands.isEmpty { _ = try await client.send(commands) }
        try await readReceipts()
    }

    private func readReceipts() async throws {
        let streams = positions.indices.map { house.keys.receipts($0) }
        // One read for each stream, since those of a Cluster are on several nodes.
        let replies = try await client.send(
            zip(streams, positions).map { ["XREAD", "COUNT", "5000", "STREAMS", $0, $1] }
        )
        for stream in replies.flatMap({ $0.array ?? [] }) {
            guard let pair = stream.array, pair.count == 2, let name = pair[0].text else { continue }
            guard let partition = streams.firstIndex(of: name) else { continue }
            for entry in pair[1].array ?? [] {
                guard let parts = entry.array, parts.count == 2, let id = parts[0].text else { continue }
                positions[partition] = id
                settle(Self.fields(of: parts[1]))
            }
        }
    }

    private func settle(_ receipt: [String: String]) {
        guard let id = receipt["id"], let index = waiting[id] else { return }
        switch receipt["status"] {
        case "accepted": break
        case "duplicate": duplicates += 1
        default:
            rejection = receipt.description
            return
        }
        waiting[id] = nil
        sentAt[index] = nil
        accepted[index].append(threads[index][accepted[index].count])
    }

    private static func fields(of reply: Reply) -> [String: String] {
        let texts = (reply.array ?? []).map { $0.text ?? "" }
        var fields: [String: String] = [:]
        for index in stride(from: 0, to: texts.count - 1, by: 2) { fields[texts[index]] = texts[index + 1] }
        return fields
    }
}
