internal import CLibpq
internal import Glibc

/// The owner of a `PGconn` in pipeline mode: queues commands, sends and reads without blocking in libpq.
///
/// Not thread-safe: it belongs to one session and is used on its thread only.
@safe
final class Connection {
    /// What arrives next from the server.
    enum Answer: ~Copyable {
        case result(ServerResult)
        /// The results of one command are complete.
        case endOfCommand
        /// The session has ended; `farewell(after:)` tells why.
        case lost
        /// The deadline passed.
        case late
    }

    private let handle: OpaquePointer
    private let notices = Notices()
    private let isEncrypted: Bool
    private var hasFailed = false

    /// Connects, blocking up to the plan's timeout, and enters pipeline mode.
    init(_ plan: ConnectionPlan) throws(PostgresError) {
        let opened = unsafe withCStrings(plan.keywords) { keywords in
            unsafe withCStrings(plan.values) { values in
                // Safe because libpq copies the texts; 1 lets it read `dbname` as a URI.
                unsafe PQconnectdbParams(keywords, values, 1)
            }
        }
        guard let opened = unsafe opened else { throw PostgresError(.unreachable, message: "libpq is out of memory") }
        guard unsafe PQstatus(opened) == CONNECTION_OK else {
            let message = unsafe oneLine(PQerrorMessage(opened))
            unsafe PQfinish(opened)
            throw PostgresError(.unreachable, message: message)
        }
        unsafe handle = unsafe opened
        isEncrypted = unsafe PQsslInUse(opened) != 0
        // Safe because this object keeps the notices until after the connection is finished.
        unsafe notices.receive(from: handle)
        guard unsafe PQsetnonblocking(handle, 1) == 0, unsafe PQenterPipelineMode(handle) == 1 else {
            throw PostgresError(.unreachable, message: lastMessage)
        }
    }

    deinit {
        unsafe PQfinish(handle)
    }

    var processID: Int32 { unsafe PQbackendPID(handle) }
    private var lastMessage: String { unsafe oneLine(PQerrorMessage(handle)) }
    var transactionStatus: PGTransactionStatusType { unsafe PQtransactionStatus(handle) }

    /// Makes what another thread needs to cancel a statement of this session.
    func makeCancellation() -> Cancellation? {
        unsafe PQgetCancel(handle).map { unsafe Cancellation(owning: $0) }
    }

    // MARK: Queueing. Each answers false when the session has ended.

    /// Queues the preparation of a statement under a name.
    func prepare(_ text: String, name: String, types: [UInt32]) -> Bool {
        unsafe PQsendPrepare(handle, name, text, Int32(types.count), types) == 1
    }

    /// Queues the execution of a prepared statement with binary values and a binary result.
    func execute(_ name: String, with parameters: borrowing ParameterBuffer) -> Bool {
        unsafe parameters.withArguments { count, values, lengths, formats in
            unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1) == 1
        }
    }

    /// Queues a statement without values that is not kept.
    func execute(once text: String) -> Bool {
        unsafe PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) == 1
    }

    /// Queues the end of the pipeline, up to which an error skips what follows, and starts sending.
    func synchronize() -> Bool {
        unsafe PQpipelineSync(handle) == 1
    }

    /// Sends a script, outside pipeline mode.
    func send(_ script: String) -> Bool {
        unsafe PQsendQuery(handle, script) == 1
    }

    func leavePipelineMode() -> Bool {
        unsafe PQexitPipelineMode(handle) == 1
    }

    func enterPipelineMode() -> Bool {
        unsafe PQenterPipelineMode(handle) == 1
    }

    // MARK: Reading

    /// Waits for the next result, sending what is still queued meanwhile.
    func next(before deadline: ContinuousClock.Instant?) -> Answer {
        while true {
            guard unsafe PQisBusy(handle) == 1 else {
                // Safe because the connection is not busy, so this does not block; the result is owned from here on.
                guard let result = unsafe PQgetResult(handle) else { return hasFailed ? .lost : .endOfCommand }
                return .result(unsafe ServerResult(owning: result))
            }
            if hasFailed { return .lost }
            let unsent = unsafe PQflush(handle)
            // When sending fails, the server's last words may still be there to be read.
            guard unsent < 0 || waitForServer(toSend: unsent == 1, before: deadline) else { return .late }
            if unsafe PQconsumeInput(handle) == 0 || unsent < 0 { hasFailed = true }
        }
    }

    /// Explains why the session has ended: by the server's last words, where it had some, else by libpq's.
    func farewell(after fault: PostgresError?) -> PostgresError {
        hasFailed = true
        var fault = fault
        while fault == nil, case .result(let result) = next(before: nil) {
            if result.status == PGRES_FATAL_ERROR { fault = PostgresError(refusal: result) }
        }
        fault = notices.farewell ?? fault
        return PostgresError(
            .connectionLost,
            sqlState: fault?.sqlState,
            message: fault?.message ?? lastMessage,
            statementIndex: fault?.statementIndex
        )
    }

    /// Sleeps until the socket can be read or, if asked, written; false when the deadline passed first.
    private func waitForServer(toSend: Bool, before deadline: ContinuousClock.Instant?) -> Bool {
        var socket = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
        if toSend { socket.events |= Int16(POLLOUT) }
        while true {
            var limit: Int32 = -1
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { return false }
                limit = Int32(clamping: Int64(left / .milliseconds(1)) + 1)
            }
            // What TLS has already decrypted does not make the socket readable again.
            if isEncrypted { limit = limit < 0 ? Self.encryptedTick : min(limit, Self.encryptedTick) }
            let ready = unsafe poll(&socket, 1, limit)
            if ready > 0 || (ready == 0 && isEncrypted) { return true }
            if ready < 0 && errno != EINTR { return true }
        }
    }

    private static let encryptedTick: Int32 = 20
}

/// Calls `body` with an array of C strings, ended by nil, that live as long as the call.
func withCStrings<Result>(
    _ texts: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    // Safe because each copy is freed after the call, and the array ends with nil.
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    let pointers = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
    return unsafe pointers.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { preconditionFailure("The array holds at least nil.") }
        return unsafe body(start)
    }
}

/// Joins the lines of one of libpq's messages.
func oneLine(_ message: UnsafePointer<CChar>?) -> String {
    guard let message = unsafe message else { return "" }
    return unsafe String(cString: message).split(whereSeparator: \.isNewline)
        .map { $0.drop(while: \.isWhitespace) }
        .joined(separator: "; ")
}
