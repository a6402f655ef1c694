import Synchronization

/// What is done before a site takes its first request, so that nobody waits for what only the first answer needs.
final class Preparations: Sendable {
    private let works = Mutex<[@Sendable () async -> Void]>([])

    init() {}

    func add(_ work: @escaping @Sendable () async -> Void) { works.withLock { $0.append(work) } }

    /// Does all of it once, each beside the others; what takes longer than `patience` goes on after the return.
    func run(within patience: Duration) async {
        let works = works.withLock { works in
            defer { works = [] }
            return works
        }
        guard !works.isEmpty else { return }
        let (waiting, end) = AsyncStream.makeStream(of: Void.self)
        // Tasks of their own, since a server that does not answer must hold up neither requests nor the program's end.
        Task {
            await withTaskGroup(of: Void.self) { tasks in
                for work in works { tasks.addTask { await work() } }
            }
            end.finish()
        }
        let timer = Task {
            try await Task.sleep(for: patience)
            end.finish()
        }
        for await _ in waiting {}
        timer.cancel()
    }
}
