import Figures
import Policy
import Testing

@Suite struct `A histogram` {
    @Test func `has edges in order, at most 2 % apart, with every promise among them`() {
        let edges = DurationBuckets.edges
        #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(edges.dropFirst(), edges.dropFirst(2)).allSatisfy { Double($1) / Double($0) <= 1.0201 })
        for promise in DurationBuckets.promises { #expect(edges.contains(Int64(promise / .microseconds(1)))) }
        #expect(edges.count < 1400)
    }

    @Test func `has an edge at each time that a KPI may be about`() {
        #expect(KPITerms.countedTimes == DurationBuckets.promises)
    }

    @Test(arguments: DurationBuckets.promises)
    func `counts exactly the promised time as within it, and a microsecond more as not`(promise: Duration) {
        var histogram = Histogram()
        let microseconds = Int64(promise / .microseconds(1))
        histogram.add(microseconds: microseconds)
        #expect(histogram.count(within: promise) == 1)
        histogram.add(microseconds: microseconds + 1)
        #expect(histogram.count(within: promise) == 1)
    }

    @Test func `gives the nearest rank within 1 %, whatever the durations`() {
        var numbers = SystemRandomNumberGenerator()
        for n in [1, 2, 3, 10, 999] {
            let durations = (0..<n).map { _ in Int64.random(in: 10_000...2_000_000_000_000, using: &numbers) }.sorted()
            var histogram = Histogram()
            for duration in durations.shuffled() { histogram.add(microseconds: duration) }
            for (share, rank) in [(0.5, (n + 1) / 2), (0.9, (9 * n + 9) / 10), (1.0, n)] {
                let exact = Double(durations[rank - 1]) / 1e6
                let found = histogram.percentile(share) ?? .nan
                #expect(abs(found - exact) <= exact * 0.01)
            }
        }
    }

    @Test func `says nothing of nothing, and zero of zeroes`() {
        var histogram = Histogram()
        #expect(histogram.mean == nil)
        #expect(histogram.percentile(0.5) == nil)
        histogram.add(microseconds: 0)
        #expect(histogram.percentile(0.5) == 0)
        #expect(histogram.mean == 0)
    }

    @Test func `of two parts is that of the whole`() {
        var (one, other, whole) = (Histogram(), Histogram(), Histogram())
        for second in 1...500 {
            let microseconds = Int64(second) * 7_000_000
            if second % 3 == 0 { one.add(microseconds: microseconds) } else { other.add(microseconds: microseconds) }
            whole.add(microseconds: microseconds)
        }
        one.add(other)
        #expect(one == whole)
    }
}
