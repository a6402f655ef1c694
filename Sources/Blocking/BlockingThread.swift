/// A thread that stays as long as this object and runs what it is given, for calls that block or belong to one thread.
package actor BlockingThread {
    private let executor: BlockingExecutor

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps the executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Starts the thread under a name of at most 15 bytes.
    package init(name: String) {
        executor = BlockingExecutor(name: name)
    }

    /// Runs `body` on the thread, after what was given to it before.
    package func run<Result, Failure>(
        _ body: @Sendable () throws(Failure) -> sending Result
    ) async throws(Failure) -> sending Result {
        try body()
    }
}
