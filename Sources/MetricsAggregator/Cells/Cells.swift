package import Contract
import Figures

/// Where in the roll-ups something counts.
package struct CellKey: Sendable, Hashable {
    /// Hours since 1970, UTC.
    package let hour: Int32
    package let measure: Measure
    package let label: String
    package let traits: Traits
    /// The bucket of a duration; -1 where nothing is measured.
    package let bucket: Int16

    /// Hashes only what differs most of all that tells cells apart: each text costs, and there are seven.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(hour)
        hasher.combine(bucket)
        hasher.combine(measure)
        hasher.combine(label)
        hasher.combine(traits.category)
        hasher.combine(traits.admin)
    }
}

/// What there is of each measure, by hour and traits; two of them add up.
package struct Cells: Sendable, Equatable {
    /// How many there are, and their sum.
    package struct Value: Sendable, Hashable {
        package var n: Int64 = 0
        package var sum: Int64 = 0

        /// Adds another one; returns what it has become.
        mutating func add(_ other: Value) -> Value {
            n += other.n
            sum += other.sum
            return self
        }
    }

    /// The cells that are not zero.
    package private(set) var values: [CellKey: Value] = [:]

    /// None.
    package init() {}

    /// Counts something at an instant.
    package mutating func count(
        _ measure: Measure,
        at instant: Instant,
        _ traits: Traits,
        label: String = "",
        n: Int = 1,
        sum: Int64 = 0
    ) {
        put(CellKey(hour: instant.hour, measure: measure, label: label, traits: traits, bucket: -1), Int64(n), sum)
    }

    /// Counts a duration that ended at an instant.
    package mutating func measure(
        _ measure: Measure,
        _ duration: Duration,
        at instant: Instant,
        _ traits: Traits,
        label: String = ""
    ) {
        let microseconds = max(0, duration.wholeMicroseconds)
        let bucket = Int16(clamping: DurationBuckets.bucket(of: microseconds))
        put(
            CellKey(hour: instant.hour, measure: measure, label: label, traits: traits, bucket: bucket),
            1,
            microseconds
        )
    }

    /// Adds another's cells.
    package mutating func add(_ other: Cells) {
        for (key, value) in other.values { put(key, value.n, value.sum) }
    }

    /// Adds what `after` has more than `before`, and takes away what it has less.
    package mutating func add(_ after: Cells, insteadOf before: Cells) {
        for (key, value) in after.values {
            let former = before.values[key] ?? Value()
            if value != former { put(key, value.n - former.n, value.sum - former.sum) }
        }
        for (key, former) in before.values where after.values[key] == nil { put(key, -former.n, -former.sum) }
    }

    private mutating func put(_ key: CellKey, _ n: Int64, _ sum: Int64) {
        // Hashing the key costs more than all the rest.
        if values[key, default: Value()].add(Value(n: n, sum: sum)) == Value() { values[key] = nil }
    }
}

extension Instant {
    /// The hour since 1970 that it lies in, UTC.
    package var hour: Int32 {
        let hour: Int64 = 3_600_000_000
        return Int32(clamping: microseconds / hour - (microseconds % hour < 0 ? 1 : 0))
    }
}
