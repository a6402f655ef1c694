package import Blocking
package import Logging

/// A connection to Redis that is made on demand, and made again when it was lost.
///
/// Nothing is sent twice: a command whose connection broke throws `.connectionLost`, and the next one connects. While the
/// server cannot be reached, attempts are spaced by a jittered backoff, and `send` throws `.unreachable` at once in
/// between. As the handshake is part of connecting, a refused login is `.unreachable` too, with the refusal as its cause.
package actor RedisClient {
    /// How often a connection was made; a rise between two commands tells that state at the server may be gone.
    ///
    /// In a Cluster the connections to all nodes count.
    package var connectionCount: Int { cluster?.connectionCount ?? ownConnections }

    /// Whether it speaks to a Cluster, in which a command reaches the keys of one slot only.
    package nonisolated let isCluster: Bool

    private let executor: BlockingExecutor
    private let interruption = Interruption()
    private let url: RedisURL
    private let name: String
    private let connectTimeout: Duration
    private let commandTimeout: Duration
    private let logger: Logger
    private var session: Session?
    private let cluster: ClusterLinks?
    private var ownConnections = 0
    private var backoff: Backoff
    private var retry: (at: ContinuousClock.Instant, reason: RedisError)?

    @safe package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps the executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Makes a client; it connects with the first command.
    package init(
        url: RedisURL,
        name: String,
        connectTimeout: Duration = .seconds(5),
        commandTimeout: Duration = .seconds(5),
        backoff: Backoff = Backoff(),
        logger: Logger = Logger(label: "redis")
    ) {
        let executor = BlockingExecutor(name: "redis:\(name)")
        self.executor = executor
        isCluster = url.isCluster
        cluster =
            url.isCluster
            ? ClusterLinks(
                url: url,
                name: name,
                connectTimeout: connectTimeout,
                commandTimeout: commandTimeout,
                interruption: interruption,
                executor: executor,
                logger: logger
            ) : nil
        self.url = url
        self.name = name
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
        self.backoff = backoff
        self.logger = logger
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

    /// Sends commands of one hash tag each to a Cluster, waits until one of them is answered, and returns the answers that have
    /// come; nil for those that still wait at their nodes, each on a connection of its own.
    ///
    /// The next call for the tag gets that answer first. So it is for reads only, whose answers say what they are about.
    package func race(
        _ commands: [Command],
        waitingUpTo block: Duration
    ) async throws(RedisError) -> [Reply?] {
        guard let cluster else { throw RedisError(.unreachable, "There is no Cluster to read from.") }
        guard !interruption.isClosed else { throw .closed }
        return try await cancellable { () throws(RedisError) in try cluster.race(commands, waitingUpTo: block) }
    }

    /// Ends the connection at once and for good; a command under way throws `.connectionLost`, later ones `.unreachable`.
    package nonisolated func close() async {
        interrupt()
        await release()
    }

    /// Ends whatever is under way, and lets nothing more begin; from any thread, without waiting.
    package nonisolated func interrupt() {
        interruption.close()
    }

    private func exchange(
        _ commands: [Command],
        waitingUpTo block: Duration
    ) async throws(RedisError) -> [Reply] {
        if let cluster {
            guard !interruption.isClosed else { throw .closed }
            guard block > .zero else { return try cluster.exchange(commands, waitingUpTo: block) }
            return try await cancellable { () throws(RedisError) in
                try cluster.exchange(commands, waitingUpTo: block)
            }
        }
        let session = try connectedSession()
        do {
            let replies = try await session.exchange(commands, waitingUpTo: block, interruption: interruption)
            backoff.reset()
            if url.topology != .server, replies.contains(where: { $0.failure?.code == "READONLY" }) {
                // It was the master; the Sentinels know the next one.
                release()
            }
            return replies
        } catch {
            if error.endsSession { discard(session, after: error) }
            throw error
        }
    }

    private func connectedSession() throws(RedisError) -> Session {
        guard !interruption.isClosed else { throw .closed }
        if let session {
            if !session.isStale { return session }
            release()
        }
        if let retry, retry.at > .now {
            throw RedisError(.unreachable, retry.reason.message, cause: retry.reason.cause)
        }
        do {
            let session = try Session.open(
                to: url,
                name: name,
                connectTimeout: connectTimeout,
                commandTimeout: commandTimeout,
                interruption: interruption,
                on: executor
            )
            self.session = session
            ownConnections += 1
            retry = nil
            logger.info("Redis was connected.", metadata: ["url": "\(url)", "connection": "\(name)"])
            return session
        } catch {
            let reason = RedisError(.unreachable, error.message, cause: error.cause)
            retry = (at: .now + backoff.next(), reason: reason)
            log("Redis could not be reached.", error)
            throw reason
        }
    }

    private func discard(_ session: Session, after error: RedisError) {
        if self.session === session { release() }
        guard !(error.cause is CancellationError), !interruption.isClosed else { return }
        // What served until now is tried again at once; what never did, after a pause.
        if !session.hasServed { retry = (at: .now + backoff.next(), reason: error) }
        log("The connection to Redis was lost.", error)
    }

    private func log(_ event: Logger.Message, _ error: RedisError) {
        logger.warning(event, metadata: ["url": "\(url)", "connection": "\(name)", "reason": "\(error.message)"])
    }

    /// Runs what may wait, so that cancelling the task ends the wait.
    private func cancellable<Result: Sendable>(
        _ body: () throws(RedisError) -> Result
    ) async throws(RedisError) -> Result {
        guard !Task.isCancelled else {
            throw RedisError(.unreachable, "The wait was cancelled before it began.", cause: CancellationError())
        }
        interruption.beginWait()
        defer { interruption.endWait() }
        let interruption = interruption
        let result = await withTaskCancellationHandler {
            // Naming the actor keeps the closure on its executor.
            _ = self
            return Swift.Result { () throws(RedisError) in try body() }
        } onCancel: {
            interruption.cancelWait()
        }
        return try result.get()
    }

    private func release() {
        session = nil
        cluster?.release()
    }
}
