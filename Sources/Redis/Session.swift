internal import Blocking

/// One connection to Redis, logged in, with bounded pipelines and deadlines, on one executor's thread.
final class Session {
    /// At most that many commands are sent ahead of their replies.
    static let commandsInFlight = 1_000
    /// Nothing more is sent ahead once that many bytes are; a command may be larger than that.
    static let bytesInFlight = 1 << 20

    private let executor: BlockingExecutor
    private let context: Context
    private let interruption: Interruption
    private let commandTimeout: Duration
    private var outgoing = Outgoing()

    /// Whether commands have been answered since the handshake.
    private(set) var hasServed = false

    /// Where it is connected to.
    let address: RedisURL.Address
    /// Until when the answer to what was begun must have come; nil when nothing was.
    private(set) var deadline: ContinuousClock.Instant?

    /// Connects and shakes hands: AUTH, SELECT, CLIENT SETNAME, and a PING that fails while Redis loads its data.
    init(
        to url: RedisURL,
        at address: RedisURL.Address? = nil,
        name: String,
        connectTimeout: Duration,
        commandTimeout: Duration,
        interruption: Interruption,
        on executor: BlockingExecutor
    ) throws(RedisError) {
        self.executor = executor
        self.address = address ?? url.address
        context = try Context.connect(to: self.address, timeout: connectTimeout)
        self.interruption = interruption
        self.commandTimeout = commandTimeout
        guard interruption.attach(context.descriptor) else { throw .closed }
        for step in Handshake.steps(for: url, name: name) {
            try take(step, within: connectTimeout)
        }
        hasServed = false
    }

    deinit {
        interruption.detach(context.descriptor)
    }

    /// Whether the other side has gone, or has said something unasked.
    var isStale: Bool {
        guard let readiness = try? context.wait(toWrite: false, until: .now) else { return false }
        return readiness.isReadable
    }

    /// Sends the commands and collects a reply to each, errors in place.
    ///
    /// Writes and reads by turns, so that neither side waits for the other with full buffers. The command timeout, plus
    /// `block`, bounds the time to the next whole reply. After an error the session is of no more use.
    func exchange(_ commands: [Command], waitingUpTo block: Duration = .zero) throws(RedisError) -> [Reply] {
        try exchange(commands, within: commandTimeout + block)
    }

    /// The socket, to be waited for together with others.
    var descriptor: Int32 { context.descriptor }

    /// Sends a command whose answer is collected later; nothing else may be sent meanwhile.
    func begin(_ command: Command, until deadline: ContinuousClock.Instant) {
        executor.checkIsolated()
        outgoing.append(command)
        outgoing.write(to: context)
        self.deadline = deadline
    }

    /// Takes what has come of the answer to what was begun; nil while it is not whole.
    func collect() throws(RedisError) -> Reply? {
        executor.checkIsolated()
        outgoing.write(to: context)
        try context.read()
        guard let reply = try context.nextReply() else { return nil }
        deadline = nil
        hasServed = true
        return reply
    }

    private func take(_ step: Handshake.Step, within limit: Duration) throws(RedisError) {
        let replies: [Reply]
        do {
            replies = try exchange([step.command], within: limit)
        } catch {
            // Nothing but the handshake was sent, so nothing is in doubt.
            throw RedisError(.unreachable, error.message, cause: error.cause)
        }
        guard let failure = replies.first?.failure, !step.forgives(failure) else { return }
        throw step.refusal(failure)
    }

    private func exchange(_ commands: [Command], within limit: Duration) throws(RedisError) -> [Reply] {
        executor.checkIsolated()
        var replies: [Reply] = []
        replies.reserveCapacity(commands.count)
        var sent = 0
        var bytesInFlight = 0
        var deadline = ContinuousClock.now + limit
        while replies.count < commands.count {
            let answered = replies.count
            while sent < commands.count,
                sent - replies.count < Self.commandsInFlight,
                bytesInFlight < Self.bytesInFlight
            {
                outgoing.append(commands[sent])
                bytesInFlight += commands[sent].size
                sent += 1
            }
            outgoing.write(to: context)
            guard let readiness = try context.wait(toWrite: !outgoing.isEmpty, until: deadline) else {
                throw RedisError(.connectionLost, "Redis gave no answer in time; the connection was given up.")
            }
            guard readiness.isReadable else { continue }
            try context.read()
            while let reply = try context.nextReply() {
                guard replies.count < sent else {
                    throw RedisError(.protocolViolation, "Redis sent an answer that nobody asked for.")
                }
                bytesInFlight -= commands[replies.count].size
                replies.append(reply)
            }
            if replies.count > answered { deadline = ContinuousClock.now + limit }
        }
        hasServed = true
        return replies
    }
}

extension RedisError {
    static var closed: RedisError {
        RedisError(.unreachable, "The connection to Redis was closed by this program.")
    }
}
