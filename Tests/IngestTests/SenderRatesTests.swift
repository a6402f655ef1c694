import Contract
import Testing

@testable import Ingest

/// The token buckets of senders.
struct SenderRatesTests {
    private let limit = RateLimit(perMinute: 60, burst: 120)

    private func source(_ name: String = "web") throws -> SourceID { try #require(SourceID(name)) }

    /// Posts one message a call, each an entry of its own.
    private func post(
        _ rates: inout SenderRates,
        _ user: String = "u",
        atSecond second: UInt64,
        seq: UInt64,
        partition: Int = 0,
        source name: String = "web"
    ) throws -> Bool {
        let entry = Entries.entry([], partition: partition, ms: second * 1000, seq: seq)
        return rates.mayPost(user, of: try source(name), limit: limit, entry: entry, at: entry.id.instant)
    }

    @Test
    func `a burst is allowed up to the bucket's size, then one message a second`() throws {
        var rates = SenderRates()
        let burst = try (0..<130).map { try post(&rates, atSecond: 1000, seq: $0) }
        #expect(burst.filter { $0 }.count == 120)
        #expect(try !post(&rates, atSecond: 1000, seq: 200))
        #expect(try post(&rates, atSecond: 1001, seq: 0))
        #expect(try !post(&rates, atSecond: 1001, seq: 1))
    }

    @Test
    func `a bucket that rests fills up again`() throws {
        var rates = SenderRates()
        for seq in 0..<120 { _ = try post(&rates, atSecond: 1000, seq: UInt64(seq)) }
        let later = try (0..<130).map { try post(&rates, atSecond: 1120, seq: $0) }
        #expect(later.filter { $0 }.count == 120)
    }

    @Test
    func `users and sources have buckets of their own`() throws {
        var rates = SenderRates()
        for seq in 0..<120 { _ = try post(&rates, atSecond: 1000, seq: UInt64(seq)) }
        #expect(try !post(&rates, atSecond: 1000, seq: 120))
        #expect(try post(&rates, "another", atSecond: 1000, seq: 121))
        #expect(try post(&rates, atSecond: 1000, seq: 122, source: "app"))
    }

    @Test
    func `an entry that is decided again is not charged again and decided alike`() throws {
        var rates = SenderRates()
        let first = try (0..<125).map { try post(&rates, atSecond: 1000, seq: $0) }
        let again = try (0..<125).map { try post(&rates, atSecond: 1000, seq: $0) }
        #expect(first == again)
        #expect(try post(&rates, atSecond: 1001, seq: 0))
    }

    @Test
    func `all conversations of a user share a bucket`() throws {
        var rates = SenderRates()
        let burst = try (0..<130).map { try post(&rates, atSecond: 1000, seq: UInt64($0), partition: $0 % 16) }
        #expect(burst.filter { $0 }.count == 120)
    }

    @Test
    func `the backlog of a partition that lags is counted on its own`() throws {
        var rates = SenderRates()
        for second in 0..<600 { _ = try post(&rates, atSecond: 10_000 + UInt64(second), seq: 0) }
        let backlog = try (0..<600).map { try post(&rates, atSecond: 10_000 + $0, seq: 1, partition: 5) }
        #expect(backlog.allSatisfy { $0 })
    }

    @Test
    func `a forgotten bucket counts as full, and the memory stays within its bound`() throws {
        var rates = SenderRates(senders: 10, decisions: 10)
        for seq in 0..<120 { _ = try post(&rates, atSecond: 1000, seq: UInt64(seq)) }
        for user in 0..<20 { _ = try post(&rates, "u\(user)", atSecond: 1000, seq: 1000 + UInt64(user)) }
        #expect(try post(&rates, atSecond: 1000, seq: 5000))
    }

    @Test(arguments: [2, 3, 10, 1001])
    func `a memory holds no more than its capacity and at least the last half of it`(capacity: Int) {
        var memory = RecentMemory<Int>(capacity: capacity)
        for value in 0..<5000 {
            memory.remember(value, for: value)
            #expect(memory.count <= capacity)
        }
        for value in (5000 - capacity / 2)..<5000 { #expect(memory[value] == value) }
        #expect(memory[0] == nil)
    }
}
