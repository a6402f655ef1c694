import Synchronization
import TestKit
import Testing

@testable import Dashboard

/// A value that takes time to read.
@Suite struct RememberedTests {
    /// Readings that go on until they are let go, one after another.
    private final class Readings: Sendable {
        private let begun = Mutex(0)
        private let gates: AsyncStream<Void>
        private let open: AsyncStream<Void>.Continuation

        init() { (gates, open) = AsyncStream.makeStream(of: Void.self) }

        var count: Int { begun.withLock { $0 } }

        func letGo() { open.yield() }

        func read() async throws -> Int {
            let number = begun.withLock { begun in
                begun += 1
                return begun
            }
            for await _ in gates { break }
            return number
        }
    }

    @Test func `nobody waits for a value that is read again, and it is read once for all`() async throws {
        let remembered = Remembered<Int>(for: .zero)
        let readings = Readings()
        readings.letGo()
        #expect(try await remembered.value { try await readings.read() } == 1)
        for _ in 0..<3 {
            // The second reading does not end.
            #expect(try await remembered.value { try await readings.read() } == 1)
        }
        try await eventually(within: .seconds(10), "it is read again") { readings.count == 2 }
        readings.letGo()
        try await eventually(within: .seconds(10), "what was read again is told") {
            readings.letGo()
            return try await remembered.value { try await readings.read() } > 1
        }
    }

    @Test func `a value that is not old is not read`() async throws {
        let remembered = Remembered<Int>(for: .seconds(3600))
        let readings = Readings()
        readings.letGo()
        for _ in 0..<3 { #expect(try await remembered.value { try await readings.read() } == 1) }
        #expect(readings.count == 1)
    }

    @Test func `what cannot be read is asked for again`() async throws {
        struct Refused: Error {}
        let remembered = Remembered<Int>(for: .zero)
        await #expect(throws: Refused.self) { try await remembered.value { throw Refused() } }
        #expect(try await remembered.value { 7 } == 7)
    }
}
