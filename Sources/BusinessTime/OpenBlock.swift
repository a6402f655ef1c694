/// The open time of a stretch of some months, ready to be searched; all in microseconds since 1970-01-01T00:00:00Z.
struct OpenBlock: Sendable {
    /// Open from one instant to another, with what is open in the block before it.
    struct Span: Sendable {
        var open: Int64
        var close: Int64
        var before: Int64
    }

    /// In their order; they neither overlap nor touch.
    let spans: [Span]
    /// What is open in all of it.
    let total: Int64

    /// The block of these stretches, which may overlap, touch and come in any order.
    init(_ stretches: [Range<Int64>]) {
        var spans: [Span] = []
        var total: Int64 = 0
        for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = spans.last, stretch.lowerBound <= last.close {
                guard stretch.upperBound > last.close else { continue }
                total += stretch.upperBound - last.close
                spans[spans.endIndex - 1].close = stretch.upperBound
            } else {
                spans.append(Span(open: stretch.lowerBound, close: stretch.upperBound, before: total))
                total += stretch.upperBound - stretch.lowerBound
            }
        }
        self.spans = spans
        self.total = total
    }

    /// The place of the first span that closes after the instant.
    func index(closingAfter instant: Int64) -> Int {
        firstIndex { $0.close > instant }
    }

    /// What is open in the block before the instant.
    func openTime(before instant: Int64) -> Int64 {
        let index = index(closingAfter: instant)
        guard index < spans.count else { return total }
        return spans[index].before + max(0, instant - spans[index].open)
    }

    /// The earliest instant before which that much of the block is open; it must be more than nothing and no more
    /// than all.
    func instant(openTime: Int64) -> Int64? {
        let index = firstIndex { $0.before + ($0.close - $0.open) >= openTime }
        guard index < spans.count else { return nil }
        return spans[index].open + (openTime - spans[index].before)
    }

    /// The place of the first span for which that is so; it is so for all that follow.
    private func firstIndex(where isSo: (Span) -> Bool) -> Int {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if isSo(spans[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
