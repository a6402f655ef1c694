extension Session {
    /// Sends the commands; if the server may wait with its answer, cancelling the task ends the wait and the session.
    func exchange(
        _ commands: [Command],
        waitingUpTo block: Duration,
        interruption: Interruption,
        isolation: isolated any Actor = #isolation
    ) async throws(RedisError) -> [Reply] {
        guard block > .zero else { return try exchange(commands) }
        guard !Task.isCancelled else {
            throw RedisError(.unreachable, "The wait was cancelled before it began.", cause: CancellationError())
        }
        interruption.beginWait()
        defer { interruption.endWait() }
        let result = await withTaskCancellationHandler {
            // Naming the actor keeps the closure on its executor; a closure without it would block the shared threads.
            _ = isolation
            return Result { () throws(RedisError) in try exchange(commands, waitingUpTo: block) }
        } onCancel: {
            interruption.cancelWait()
        }
        guard case .failure = result, Task.isCancelled else { return try result.get() }
        throw RedisError(.connectionLost, "The wait for Redis was cancelled.", cause: CancellationError())
    }
}

extension RedisError {
    /// Whether the connection on which it happened is of no more use.
    var endsSession: Bool {
        switch kind {
        case .connectionLost, .protocolViolation: true
        case .unreachable, .refused: false
        }
    }
}
