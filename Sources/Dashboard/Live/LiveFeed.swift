import Figures
import Hummingbird
import Program

/// The summary as it changes, as Server-Sent Events.
///
/// However many listen, the figures are read once in an interval. A listener gets the summary at once, then whenever a
/// figure has changed, and a comment now and then so that neither side takes the other for gone.
actor LiveFeed {
    private let read: @Sendable () async throws -> Summary
    private let interval: Duration
    private let limit: Int
    private var listeners = 0
    private var latest: (summary: Summary, at: ContinuousClock.Instant)?
    private var reading: Task<Summary, any Error>?

    init(interval: Duration = .seconds(2), limit: Int = 64, read: @escaping @Sendable () async throws -> Summary) {
        self.interval = interval
        self.limit = limit
        self.read = read
    }

    /// An answer that goes on until the listener leaves or the program stops.
    func response() throws -> Response {
        guard listeners < limit else { throw ReadFault.busy }
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-store"
        let body = ResponseBody { writer in
            await self.enter()
            do {
                try await self.tell(&writer)
            } catch {
                await self.leave()
                throw error
            }
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    @concurrent private nonisolated func tell(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
        var told: [KPIStatus]?
        var silence = 0
        while true {
            let text: String?
            do {
                let summary = try await current()
                text = summary.kpis == told ? nil : "event: summary\ndata: \(summary.json)\n\n"
                told = summary.kpis
            } catch let error as CancellationError {
                throw error
            } catch {
                text = ": the figures cannot be read now\n\n"
            }
            silence = text == nil ? silence + 1 : 0
            // Every fifteenth second or so of silence.
            if let text = text ?? (silence % 8 == 7 ? ": nothing new\n\n" : nil) {
                try await writer.write(ByteBuffer(string: text))
            }
            try await Task.sleep(for: interval)
        }
    }

    /// The summary, at most one interval old; those who ask at the same time wait for the same read.
    func current() async throws -> Summary {
        if let latest, latest.at + interval > .now { return latest.summary }
        if let reading { return try await reading.value }
        // A task of its own, so that a listener who leaves does not end the read for the others.
        let task = Task { try await read() }
        reading = task
        defer { reading = nil }
        let summary = try await task.value
        latest = (summary, .now)
        return summary
    }

    private func enter() { listeners += 1 }

    private func leave() { listeners -= 1 }
}
