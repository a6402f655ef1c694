internal import Blocking

/// One connection to Redis. It never reconnects: after any error but `.refused` every further command is `.unreachable`.
///
/// Commands run one after another on a thread of the connection's own. Each ends within the command timeout, counted from
/// the last reply that came whole.
package actor RedisConnection {
    private let executor: BlockingExecutor
    private let interruption: Interruption
    private var session: Session?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps the executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Connects, logs in, selects the database and names the connection.
    ///
    /// Throws `.unreachable`, or `.refused` with the server's reason, such as a wrong password.
    package static func connect(
        to url: RedisURL,
        name: String,
        connectTimeout: Duration = .seconds(5),
        commandTimeout: Duration = .seconds(5)
    ) async throws(RedisError) -> RedisConnection {
        let connection = RedisConnection(executor: BlockingExecutor(name: "redis:\(name)"))
        try await connection.open(to: url, name: name, connectTimeout: connectTimeout, commandTimeout: commandTimeout)
        return connection
    }

    private init(executor: BlockingExecutor) {
        self.executor = executor
        interruption = Interruption()
    }

    /// Sends a command and returns its reply; an error reply throws `.refused`.
    ///
    /// `block` says how long the command itself may wait at the server, as `BLOCK` does; it is added to the command
    /// timeout. Such a wait ends at once when the task is cancelled, and the connection with it. Other commands ignore
    /// cancellation: they are short, and their outcome would be unknown.
    @discardableResult
    package func send(
        _ command: Command,
        waitingUpTo block: Duration = .zero
    ) async throws(RedisError) -> Reply {
        let replies = try await exchange([command], waitingUpTo: block)
        if case .error(let failure) = replies[0] { throw .refused(failure) }
        return replies[0]
    }

    /// Sends the commands as a pipeline of bounded depth and returns a reply to each, errors in place.
    @discardableResult
    package func send(_ commands: [Command]) async throws(RedisError) -> [Reply] {
        try await exchange(commands, waitingUpTo: .zero)
    }

    /// Ends the connection at once; a command under way throws `.connectionLost`.
    package nonisolated func close() async {
        interruption.close()
        await release()
    }

    private func open(
        to url: RedisURL,
        name: String,
        connectTimeout: Duration,
        commandTimeout: Duration
    ) throws(RedisError) {
        session = try Session.open(
            to: url,
            name: name,
            connectTimeout: connectTimeout,
            commandTimeout: commandTimeout,
            interruption: interruption,
            on: executor
        )
    }

    private func exchange(
        _ commands: [Command],
        waitingUpTo block: Duration
    ) async throws(RedisError) -> [Reply] {
        guard let session, !interruption.isClosed else { throw .closed }
        guard !session.isStale else {
            release()
            throw RedisError(.unreachable, "Redis had closed the connection.")
        }
        do {
            return try await session.exchange(commands, waitingUpTo: block, interruption: interruption)
        } catch {
            if error.endsSession, self.session === session { release() }
            throw error
        }
    }

    private func release() {
        session = nil
    }
}
