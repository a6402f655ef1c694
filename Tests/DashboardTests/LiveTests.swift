import Contract
import Figures
import Hummingbird
import Program
import Synchronization
import Testing

@testable import Dashboard

@Suite struct LiveTests {
    @Test func `a listener is told the summary at once`() async throws {
        let answer = try await PaperSite().ask("/api/v1/live", pieces: 2)
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/event-stream; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        let summary = try await PaperFigures().summary(FigureFilter()).json
        #expect(answer.body == "retry: 5000\n\nevent: summary\ndata: \(summary)\n\n")
        #expect(!summary.contains("\n"))
    }

    @Test func `many listeners cost one read, and a change is seen`() async throws {
        let reads = Mutex(0)
        let feed = LiveFeed(interval: .seconds(3600)) {
            reads.withLock { $0 += 1 }
            return try await PaperFigures().summary(FigureFilter())
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await feed.current().kpis.count } }
            for try await count in group { #expect(count == 16) }
        }
        #expect(reads.withLock { $0 } == 1)
        let eager = LiveFeed(interval: .zero) {
            reads.withLock { $0 += 1 }
            return try await PaperFigures().summary(FigureFilter())
        }
        _ = try await eager.current()
        _ = try await eager.current()
        #expect(reads.withLock { $0 } == 3)
    }

    @Test func `there is a limit to listeners`() async throws {
        let feed = LiveFeed(limit: 0) { try await PaperFigures().summary(FigureFilter()) }
        await #expect(throws: ReadFault.busy) { try await feed.response() }
    }

    @Test func `a figure that cannot be read is said in a comment, and asked for again`() async throws {
        struct Away: Error {}
        let isAway = Mutex(true)
        let feed = LiveFeed(interval: .milliseconds(1)) {
            let wasAway = isAway.withLock { away in
                defer { away = false }
                return away
            }
            if wasAway { throw Away() }
            return try await PaperFigures().summary(FigureFilter())
        }
        let text = try await PaperSite.text(of: feed.response(), pieces: 3)
        #expect(text.hasPrefix("retry: 5000\n\n: the figures cannot be read now\n\nevent: summary\ndata: {"))
    }
}
