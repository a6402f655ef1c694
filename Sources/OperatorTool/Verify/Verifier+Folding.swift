import MetricsAggregator
import Postgres

extension Verifier {
    /// Whether there are any figures: where no aggregator has ever run, there is nothing to compare.
    func haveBegun() async throws -> Bool {
        let begun = "SELECT FROM pipeline.positions WHERE stage = 'metrics-aggregator' LIMIT 1"
        return try await !session.query(Statement(begun)).isEmpty
    }

    /// Gives the figures a few seconds to be folded as far as what they are counted from has come.
    func waitForFolding() async throws {
        let clock = ContinuousClock()
        let end = clock.now + patience
        while try await obstacle() != nil, clock.now < end {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Why the figures cannot be compared now; nil when they can.
    func obstacle() async throws -> String? {
        guard let row = try await session.query(Statement(Recount.behind)).first else { return nil }
        let (events, parked) = (row.int(0), row.int(1))
        let parts = [
            events > 0 ? "\(events) events behind" : nil, parked > 0 ? "\(parked) parked on the way" : nil,
        ]
        let told = parts.compactMap { $0 }.joined(separator: ", ")
        return told.isEmpty ? nil : told
    }
}
