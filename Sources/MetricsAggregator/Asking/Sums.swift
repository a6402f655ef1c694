import Figures
import Postgres

/// What cells add up to.
struct Sums: Sendable, Equatable {
    /// How many there are, their sum, and the buckets they fell into.
    private var values: [Measure: [String: Histogram]] = [:]

    /// Nothing.
    init() {}

    /// Adds what a row of ``SelectSums`` tells, with its buckets as they are packed there.
    private mutating func add(_ measure: Measure, _ label: String, _ buckets: [UInt8]?, n: Int, sum: Int64) {
        let packed = buckets ?? []
        let pairs = stride(from: 0, to: packed.count / 10 * 10, by: 10).lazy.map { place -> (bucket: Int, n: Int) in
            var count = 0
            for byte in place + 2..<place + 10 { count = count << 8 | Int(packed[byte]) }
            return (bucket: Int(packed[place]) << 8 | Int(packed[place + 1]), n: count)
        }
        values[measure, default: [:]][label, default: Histogram()].add(pairs, n: n, sum: sum)
    }

    mutating func add(_ other: Sums) {
        for (measure, labels) in other.values {
            for (label, histogram) in labels {
                values[measure, default: [:]][label, default: Histogram()].add(histogram)
            }
        }
    }

    /// The labels of a measure with what they add up to, by name.
    func labels(_ measure: Measure) -> [(label: String, total: Histogram)] {
        (values[measure] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// All of a measure.
    func total(_ measure: Measure) -> Histogram {
        var total = Histogram()
        for histogram in (values[measure] ?? [:]).values { total.add(histogram) }
        return total
    }

    /// How many there are of a measure.
    func n(_ measure: Measure) -> Int { (values[measure] ?? [:]).values.reduce(0) { $0 + $1.n } }

    /// How many there are of a label of a measure.
    func n(_ measure: Measure, _ label: String) -> Int { values[measure]?[label]?.n ?? 0 }

    /// Every first and later response.
    var responses: Histogram {
        var all = total(.firstResponse)
        all.add(total(.nextResponse))
        return all
    }

    /// The sums that the rows of one ``SelectSums``, or of several, give by group.
    static func groups(_ results: ArraySlice<Rows>) -> [String: Sums] {
        var groups: [String: Sums] = [:]
        for row in results.joined() {
            guard let measure = Measure(rawValue: row.text(0)) else { continue }
            groups[row.text(3), default: Sums()].add(
                measure,
                row.text(1),
                row.bytesOrNull(2),
                n: Int(row.int(4)),
                sum: row.int(5)
            )
        }
        return groups
    }
}
