/// How many durations fell into each bucket, with their exact sum; two of them add up.
///
/// A chart adds up hundreds of them, which is an addition a bucket where these stand in their order.
package struct Histogram: Sendable, Hashable {
    /// How many there are of each bucket, up to the last one that has any.
    private var counts: [Int] = []
    /// How many durations there are.
    package private(set) var n = 0
    /// Their sum in microseconds.
    package private(set) var sum: Int64 = 0

    /// An empty one.
    package init() {}

    /// Adds durations of one bucket that have this sum.
    package mutating func add(bucket: Int, n: Int, sum: Int64) {
        add(CollectionOfOne((bucket: bucket, n: n)), n: n, sum: sum)
    }

    /// Adds durations of several buckets, of which the sum is known together alone.
    package mutating func add(_ buckets: some Sequence<(bucket: Int, n: Int)>, n: Int, sum: Int64) {
        for (bucket, n) in buckets {
            reach(bucket)
            counts[bucket] += n
        }
        endWithLast()
        self.n += n
        self.sum += sum
    }

    /// Adds one duration.
    package mutating func add(microseconds: Int64) {
        add(bucket: DurationBuckets.bucket(of: microseconds), n: 1, sum: microseconds)
    }

    /// Adds all of another one.
    package mutating func add(_ other: Histogram) {
        if counts.isEmpty {
            counts = other.counts
        } else if let last = other.counts.indices.last {
            reach(last)
            for bucket in other.counts.indices { counts[bucket] += other.counts[bucket] }
            endWithLast()
        }
        n += other.n
        sum += other.sum
    }

    /// Has a place for a bucket.
    private mutating func reach(_ bucket: Int) {
        guard bucket >= counts.count else { return }
        counts.append(contentsOf: repeatElement(0, count: bucket + 1 - counts.count))
    }

    private mutating func endWithLast() {
        while counts.last == 0 { counts.removeLast() }
    }

    /// The mean in seconds, exact.
    package var mean: Double? { n > 0 ? Double(sum) / 1e6 / Double(n) : nil }

    /// The duration in seconds that so many (0 to 1) do not exceed, by nearest rank, at most 1 % off.
    package func percentile(_ share: Double) -> Double? {
        guard n > 0 else { return nil }
        let rank = max(1, Int((share * Double(n)).rounded(.up)))
        var seen = 0
        for bucket in counts.indices {
            seen += counts[bucket]
            if seen >= rank { return DurationBuckets.seconds(of: bucket) }
        }
        return nil
    }

    /// How many are at most that long; exact for the promises, which are edges.
    package func count(within limit: Duration) -> Int {
        let last = DurationBuckets.bucket(of: Int64(limit / .microseconds(1)))
        return counts.prefix(last + 1).reduce(0, +)
    }
}
