package import Blocking
internal import CLibpq
internal import Synchronization

/// One session of PostgreSQL, on one thread.
///
/// Statements are prepared once per session and text, and all values travel in binary. A session that has ended stays
/// ended: whoever needs another one connects again. Calls run one after another, in the order of their arrival, and a
/// cancelled task does not interrupt them; `cancel()` does.
package actor PostgresSession {
    private nonisolated let executor: BlockingExecutor
    private nonisolated let cancellation = Mutex<Cancellation?>(nil)
    private let answerTimeout: Duration?
    private let resultLimit: Int
    private var connection: Connection?
    private var cache: StatementCache
    private var parameters = ParameterBuffer()
    /// When the server was last spoken to.
    private var lastTrip = ContinuousClock.now

    /// The process of the server that serves this session; 0 before it began.
    package private(set) var backendPID: Int32 = 0

    init(
        on executor: BlockingExecutor,
        answerTimeout: Duration?,
        statementCapacity: Int,
        resultLimit: Int
    ) {
        self.executor = executor
        self.answerTimeout = answerTimeout
        self.resultLimit = resultLimit
        cache = StatementCache(capacity: statementCapacity)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps its executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - url: The server. What it says overrides the defaults of `connectTimeout`, keepalive and the like.
    ///   - applicationName: What `pg_stat_activity` shows, unless the URL names another.
    ///   - settings: Server settings for this session, such as `statement_timeout`.
    ///   - connectTimeout: The limit for all hosts together, in whole seconds, at least two per host.
    ///   - answerTimeout: After this long without the complete answer of a call the session is given up; nil waits
    ///     for ever. It is for a server that hangs: a slow statement is limited by the server's `statement_timeout`.
    ///   - statementCapacity: How many prepared statements are kept.
    ///   - resultLimit: How many bytes the results of one call may take; more ends the session.
    ///   - executor: The thread to work on; without one the session has its own.
    /// - Returns: The session, ready for statements.
    /// - Throws: `PostgresError` of the kind `.unreachable`.
    package static func connect(
        to url: PostgresURL,
        applicationName: String,
        settings: [String: String] = [:],
        connectTimeout: Duration,
        answerTimeout: Duration? = nil,
        statementCapacity: Int = 256,
        resultLimit: Int = 256 << 20,
        on executor: BlockingExecutor? = nil
    ) async throws(PostgresError) -> PostgresSession {
        let session = PostgresSession(
            on: executor ?? BlockingExecutor(name: "postgres"),
            answerTimeout: answerTimeout,
            statementCapacity: statementCapacity,
            resultLimit: resultLimit
        )
        let plan = ConnectionPlan(
            url: url,
            applicationName: applicationName,
            settings: settings,
            connectTimeout: connectTimeout
        )
        try await session.open(plan)
        return session
    }

    private func open(_ plan: ConnectionPlan) throws(PostgresError) {
        let opened = try Connection(plan)
        connection = opened
        backendPID = opened.processID
        let cancellation = opened.makeCancellation()
        self.cancellation.withLock { $0 = cancellation }
    }

    /// Whether the session can still be used, as far as is known without asking the server.
    package var isOpen: Bool { connection != nil }

    /// Whether the session stands inside a transaction block.
    package var transactionStatus: TransactionStatus {
        TransactionStatus(connection?.transactionStatus ?? PQTRANS_UNKNOWN)
    }

    /// Runs one statement.
    ///
    /// - Throws: As `run(_:)`.
    package func query(_ statement: Statement) throws(PostgresError) -> Rows {
        guard let rows = try run([statement]).first else {
            throw PostgresError(.connectionLost, message: "the server did not answer")
        }
        return rows
    }

    /// Runs statements in one trip to the server.
    ///
    /// They may contain BEGIN, COMMIT and ROLLBACK; without those, and outside a transaction block, they are one
    /// transaction.
    /// - Returns: The rows of each statement.
    /// - Throws: `PostgresError` with the `statementIndex` of the first statement that the server refused. What followed
    ///   it was skipped, also a COMMIT, and the session can be used on: a transaction block that was open is to be
    ///   rolled back. With the kinds `.connectionLost` and `.timeout` the outcome is unknown and the session has ended.
    package func run(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        guard !statements.isEmpty else { return [] }
        var pipeline = Pipeline(statements, on: try current())
        defer { lastTrip = .now }
        do throws(PostgresError) {
            return try pipeline.run(
                cache: &cache,
                parameters: &parameters,
                resultLimit: resultLimit,
                deadline: deadline
            )
        } catch {
            if error.kind != .server { close() }
            throw error
        }
    }

    /// Says something to the server if nothing has been said for that long, so that it does not end the session as idle.
    ///
    /// Inside a transaction block it says nothing: how long one of those may rest is a limit of its own.
    package func speak(afterSilence silence: Duration) throws(PostgresError) {
        guard connection != nil, transactionStatus == .idle, lastTrip + silence <= .now else { return }
        _ = try run([Statement("SELECT")])
    }

    /// Runs a script of several statements without values, as migrations are.
    ///
    /// A script without BEGIN and COMMIT is one transaction.
    /// - Throws: `PostgresError`; what follows the refused statement was skipped.
    package func execute(script: String) throws(PostgresError) {
        let connection = try current()
        do throws(PostgresError) {
            try connection.run(script: script, before: deadline)
        } catch {
            if error.kind != .server { close() }
            throw error
        }
    }

    /// Asks the server, from any thread, to cancel what the session is doing right now.
    ///
    /// It does not wait. A statement that is cancelled ends with SQLSTATE 57014; one that has just ended is not touched,
    /// but the next one may be.
    package nonisolated func cancel() {
        guard let cancellation = cancellation.withLock({ $0 }) else { return }
        // A task of its own, because those who cancel (cancellation handlers, watchdogs) cannot wait.
        Task { await Canceller.shared.send(cancellation) }
    }

    /// Ends the session: the server rolls an open transaction back, and later calls are refused.
    package func close() {
        cancellation.withLock { $0 = nil }
        connection = nil
    }

    private func current() throws(PostgresError) -> Connection {
        guard let connection else { throw PostgresError(.connectionLost, message: "the session had ended before") }
        return connection
    }

    private var deadline: ContinuousClock.Instant? {
        answerTimeout.map { .now + $0 }
    }
}
