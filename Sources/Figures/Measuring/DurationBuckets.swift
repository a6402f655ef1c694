import Foundation

/// The buckets of the histograms of durations, in which the promises are edges.
///
/// Bucket `b` holds what is above edge `b - 1` and at most edge `b`, in microseconds: exactly 24 hours are within 24
/// hours. Two edges are at most 2 % apart, so that the middle of a bucket is at most 1 % from anything in it.
package enum DurationBuckets {
    /// The promises, as edges: 15 minutes, 1, 3, 12, 24, 48 and 72 hours.
    package static let promises: [Duration] = [
        .seconds(900), .seconds(3600), .seconds(10_800), .seconds(43_200), .seconds(86_400), .seconds(172_800),
        .seconds(259_200),
    ]

    /// The upper edge of each bucket, in microseconds; the last bucket has none.
    package static let edges: [Int64] = makeEdges()

    /// The bucket that a duration in microseconds falls into.
    package static func bucket(of microseconds: Int64) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] < microseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The duration in seconds that stands for a bucket: none of it is more than 1 % away, from 10 ms to 400 days.
    package static func seconds(of bucket: Int) -> Double {
        guard bucket > 0 else { return 0 }
        guard bucket < edges.count else { return Double(edges[edges.count - 1]) / 1e6 }
        let (low, high) = (Double(edges[bucket - 1]), Double(edges[bucket]))
        return 2 * low * high / (low + high) / 1e6
    }

    private static func makeEdges() -> [Int64] {
        let anchors: [Double] = [0.01, 1] + promises.map { Double($0.components.seconds) } + [34_560_000]
        var edges: [Int64] = [0, 10_000]
        for (low, high) in zip(anchors, anchors.dropFirst()) {
            let steps = Int((log(high / low) / log(1.02)).rounded(.up))
            for step in 1..<steps {
                edges.append(Int64((low * pow(high / low, Double(step) / Double(steps)) * 1e6).rounded()))
            }
            edges.append(Int64((high * 1e6).rounded()))
        }
        return edges
    }
}
