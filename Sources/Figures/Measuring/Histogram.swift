/// How many durations fell into each bucket, with their exact sum; two of them add up.
package struct Histogram: Sendable, Hashable {
    /// How many there are of each bucket that is not empty.
    package private(set) var counts: [Int: Int] = [:]
    /// How many durations there are.
    package private(set) var n = 0
    /// Their sum in microseconds.
    package private(set) var sum: Int64 = 0

    /// An empty one.
    package init() {}

    /// Adds durations of one bucket that have this sum.
    package mutating func add(bucket: Int, n: Int, sum: Int64) {
        counts[bucket, default: 0] += n
        self.n += n
        self.sum += sum
    }

    /// Adds durations of several buckets, of which the sum is known together alone.
    package mutating func add(_ buckets: some Sequence<(bucket: Int, n: Int)>, n: Int, sum: Int64) {
        for (bucket, n) in buckets { counts[bucket, default: 0] += n }
        self.n += n
        self.sum += sum
    }

    /// Adds one duration.
    package mutating func add(microseconds: Int64) {
        add(bucket: DurationBuckets.bucket(of: microseconds), n: 1, sum: microseconds)
    }

    /// Adds all of another one.
    package mutating func add(_ other: Histogram) {
        counts.merge(other.counts, uniquingKeysWith: +)
        n += other.n
        sum += other.sum
    }

    /// The mean in seconds, exact.
    package var mean: Double? { n > 0 ? Double(sum) / 1e6 / Double(n) : nil }

    /// The duration in seconds that so many (0 to 1) do not exceed, by nearest rank, at most 1 % off.
    package func percentile(_ share: Double) -> Double? {
        guard n > 0 else { return nil }
        let rank = max(1, Int((share * Double(n)).rounded(.up)))
        var seen = 0
        for bucket in counts.keys.sorted() {
            seen += counts[bucket] ?? 0
            if seen >= rank { return DurationBuckets.seconds(of: bucket) }
        }
        return nil
    }

    /// How many are at most that long; exact for the promises, which are edges.
    package func count(within limit: Duration) -> Int {
        let last = DurationBuckets.bucket(of: Int64(limit / .microseconds(1)))
        return counts.reduce(0) { $0 + ($1.key <= last ? $1.value : 0) }
    }
}
