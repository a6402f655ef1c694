import CoreMetrics
import DequeModule
import Pipeline
import Synchronization

/// The spans that wait to be sent: a bounded number, beyond which spans are dropped and counted.
final class SpanBuffer: Sendable {
    private let limit: Int
    private let waiting = Mutex<Deque<Span>>([])
    private let dropped: Counter

    init(limit: Int, metrics: any MetricsFactory) {
        self.limit = limit
        dropped = Counter(label: "saypro_spans_dropped_total", factory: metrics)
    }

    /// How many spans wait.
    var count: Int { waiting.withLock(\.count) }

    /// Takes as many of the spans as there is room for, in the time of a copy.
    func add(_ spans: [Span]) {
        let room = waiting.withLock { waiting in
            let room = max(0, limit - waiting.count)
            waiting.append(contentsOf: spans.prefix(room))
            return room
        }
        if spans.count > room { drop(spans.count - room) }
    }

    /// Gives away the oldest, so many at most.
    func take(atMost count: Int) -> [Span] {
        waiting.withLock { waiting in
            let taken = Array(waiting.prefix(count))
            waiting.removeFirst(taken.count)
            return taken
        }
    }

    /// Takes spans back that could not be sent, as far as what has come meanwhile leaves room.
    func putBack(_ spans: [Span]) {
        let room = waiting.withLock { waiting in
            let room = max(0, limit - waiting.count)
            waiting.prepend(contentsOf: spans.prefix(room))
            return room
        }
        if spans.count > room { drop(spans.count - room) }
    }

    /// Counts spans that nobody will take.
    func drop(_ count: Int) { dropped.increment(by: count) }
}
