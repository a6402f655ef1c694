import Synchronization

/// How often one client may ask.
package struct RateLimit: Sendable, Equatable {
    /// The pause after which one more request is allowed, in the long run.
    package let interval: Duration
    /// How many may come at once.
    package let burst: Int

    package init(every interval: Duration, burst: Int) {
        self.interval = interval
        self.burst = burst
    }

    /// For a whole site: twenty a second, two hundred at once.
    package static let browsing = RateLimit(every: .milliseconds(50), burst: 200)
    /// For what somebody could guess: one in five seconds, five at once.
    package static let guessing = RateLimit(every: .seconds(5), burst: 5)
}

/// The tokens of all clients, in memory that does not grow.
///
/// A client's place is found by hashing with a seed that is random for each process; two that meet at one place share
/// its tokens, so a crowd of clients can only make the limit stricter.
struct TokenBuckets: Sendable {
    private let limit: RateLimit
    /// For each place the instant at which its tokens will be complete again.
    private var complete: [ContinuousClock.Instant]

    init(_ limit: RateLimit, places: Int = 8192, now: ContinuousClock.Instant = .now) {
        self.limit = limit
        complete = Array(repeating: now, count: places)
    }

    /// Takes a token; answers zero, or how long to wait for one.
    mutating func take(for client: some Hashable, at now: ContinuousClock.Instant) -> Duration {
        let place = Int(client.hashValue.magnitude % UInt(complete.count))
        let start = max(complete[place], now)
        let wait = now.duration(to: start) - limit.interval * (limit.burst - 1)
        guard wait <= .zero else { return wait }
        complete[place] = start + limit.interval
        return .zero
    }
}

/// Token buckets that requests share.
package final class Limiter: Sendable {
    private let buckets: Mutex<TokenBuckets>

    /// A limiter for one kind of request.
    package init(_ limit: RateLimit) {
        buckets = Mutex(TokenBuckets(limit))
    }

    /// Counts a request; answers zero, or how long the client has to wait before the next one.
    package func wait(for client: ClientAddress) -> Duration {
        buckets.withLock { $0.take(for: client, at: .now) }
    }
}
