import Blocking
import Pipeline

/// What became of a request to the collector.
enum CollectorAnswer: Sendable, Equatable {
    case taken
    /// It says that it will never take this.
    case refused(String)
    /// It is away, too slow or too busy, and may take it later.
    case unavailable(String)
}

/// The connection to the collector, on a thread of its own, which the waits for its answers block.
actor CollectorConnection {
    private let executor = BlockingExecutor(name: "traces")
    private let collector: Collector
    private var handle: PostingHandle?

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps the executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A connection that is not open yet.
    init(_ collector: Collector) {
        self.collector = collector
    }

    /// Freed on the connection's thread.
    isolated deinit {
        handle = nil
    }

    /// Posts spans, and waits no longer than that for the answer.
    func post(_ spans: [Span], from origin: SpanOrigin, within limit: Duration) -> CollectorAnswer {
        executor.checkIsolated()
        if handle == nil { handle = PostingHandle(to: collector) }
        guard let handle else { return .unavailable("libcurl cannot be set up") }
        return handle.post(SpanDocument(spans, from: origin).bytes, within: limit)
    }
}
