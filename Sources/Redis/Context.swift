internal import CHiredis
internal import Glibc

/// The C connection: made, used and freed by one owner, on one thread at a time.
///
/// The socket does not block. hiredis connects, reads and parses; writing is done here, because hiredis copies
/// what it writes and moves the rest of it after every partial write.
// Safe because the pointers are valid from `init` to `deinit` and never leave this type.
@safe
struct Context: ~Copyable {
    private let context: UnsafeMutablePointer<redisContext>
    private let builder: UnsafeMutablePointer<ReplyBuilder>
    private let parserFunctions: UnsafeMutablePointer<redisReplyObjectFunctions>

    /// Connects within `timeout` per address of the host.
    ///
    /// Looking the name up comes on top and takes as long as the system's resolver does.
    static func connect(to address: RedisURL.Address, timeout: Duration) throws(RedisError) -> Context {
        let limit = timeval(timeout)
        // Safe because hiredis copies the strings that it keeps.
        let pointer: UnsafeMutablePointer<redisContext>? = unsafe withoutSignals {
            switch address {
            case .tcp(let host, let port): unsafe redisConnectWithTimeout(host, Int32(port), limit)
            case .unix(let path): unsafe redisConnectUnixWithTimeout(path, limit)
            }
        }
        guard let pointer = unsafe pointer else {
            throw RedisError(.unreachable, "There is no memory for a connection to Redis.")
        }
        let context = unsafe Context(owning: pointer)
        guard unsafe pointer.pointee.err == 0 else {
            throw RedisError(
                .unreachable,
                "Redis cannot be reached: \(context.failureText). Check that it runs, and its address."
            )
        }
        try context.prepareSocket(isTCP: address.isTCP)
        return context
    }

    @unsafe
    private init(owning pointer: UnsafeMutablePointer<redisContext>) {
        unsafe context = pointer
        unsafe builder = .allocate(capacity: 1)
        unsafe builder.initialize(to: ReplyBuilder())
        unsafe parserFunctions = .allocate(capacity: 1)
        unsafe parserFunctions.initialize(to: ReplyBuilder.parserFunctions)
        unsafe context.pointee.reader.pointee.fn = parserFunctions
        unsafe context.pointee.reader.pointee.privdata = UnsafeMutableRawPointer(builder)
    }

    deinit {
        // Safe because this is the only owner, and it goes away.
        unsafe redisFree(context)
        unsafe builder.deinitialize(count: 1)
        unsafe builder.deallocate()
        unsafe parserFunctions.deallocate()
    }

    /// The socket, valid as long as the context.
    var descriptor: Int32 { unsafe context.pointee.fd }

    /// What hiredis says is wrong.
    var failureText: String {
        // Safe because hiredis ends the text with a NUL within the array.
        unsafe withUnsafePointer(to: &context.pointee.errstr) {
            unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
    }

    /// Writes as much as the system takes now and returns how much that was.
    func write(_ bytes: Span<UInt8>) throws(SystemError) -> Int {
        while true {
            // Safe because the bytes outlive the call. The flag spares the process a SIGPIPE.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw SystemError(errno)
            }
        }
    }

    /// Reads what has arrived, up to 16 KiB, for `nextReply()` to parse.
    func read() throws(RedisError) {
        guard unsafe redisBufferRead(context) == REDIS_OK else { throw failure }
    }

    /// Takes the next whole reply out of what has been read.
    func nextReply() throws(RedisError) -> Reply? {
        var pointer: UnsafeMutableRawPointer?
        guard unsafe redisGetReplyFromReader(context, &pointer) == REDIS_OK else { throw failure }
        // What hiredis hands out is the builder itself, once a reply is whole.
        return unsafe pointer == nil ? nil : builder.pointee.take()
    }

    /// Waits until the socket can be read, or written to if `writing`; false when the deadline came first.
    func wait(toWrite writing: Bool, until deadline: ContinuousClock.Instant) throws(RedisError) -> Readiness? {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN | (writing ? POLLOUT : 0)), revents: 0)
        while true {
            let remaining = ContinuousClock.now.duration(to: deadline)
            // Safe because the structure outlives the call.
            switch unsafe Glibc.poll(&poll, 1, remaining.wholeMilliseconds) {
            case 1...:
                // An error or a hang-up is found out by reading.
                let isReadable = Int32(poll.revents) & ~POLLOUT != 0
                return Readiness(isReadable: isReadable, isWritable: Int32(poll.revents) & POLLOUT != 0)
            case 0 where remaining <= .zero: return nil
            case 0: continue
            case _ where errno == EINTR: continue
            default: throw RedisError(.connectionLost, "Waiting for Redis failed: \(SystemError(errno)).")
            }
        }
    }

    private var failure: RedisError {
        let reason = failureText
        guard unsafe context.pointee.err == REDIS_ERR_PROTOCOL else {
            return RedisError(.connectionLost, "The connection to Redis was lost: \(reason).")
        }
        return RedisError(.protocolViolation, "What answered does not speak as Redis: \(reason). Check the address.")
    }

    private func prepareSocket(isTCP: Bool) throws(RedisError) {
        unsafe context.pointee.flags &= ~REDIS_BLOCK
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw RedisError(.unreachable, "The socket cannot be set up: \(SystemError(errno)).")
        }
        guard isTCP else { return }
        var patience: UInt32 = 15_000
        // Safe because the value outlives the call. Both are a courtesy on top of our own deadlines.
        unsafe redisEnableKeepAlive(context)
        unsafe setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_USER_TIMEOUT,
            &patience,
            socklen_t(MemoryLayout<UInt32>.size)
        )
    }
}

/// What a socket is ready for.
struct Readiness {
    let isReadable: Bool
    let isWritable: Bool
}

extension RedisURL.Address {
    fileprivate var isTCP: Bool {
        switch self {
        case .tcp: true
        case .unix: false
        }
    }
}

extension Duration {
    /// The duration in milliseconds, rounded up, as poll(2) takes it.
    fileprivate var wholeMilliseconds: Int32 {
        guard self > .zero else { return 0 }
        let milliseconds = (self + .nanoseconds(999_999)) / .milliseconds(1)
        return Int32(min(milliseconds, 86_400_000))
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = max(duration, .milliseconds(1)).components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
