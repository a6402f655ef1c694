/// Encoded commands on their way to the socket.
struct Outgoing: ~Copyable {
    private var bytes: [UInt8] = []
    private var written = 0
    private var isBroken = false

    /// Whether everything has been written, or nothing more can be.
    var isEmpty: Bool { written == bytes.count }

    mutating func append(_ command: Command) {
        command.encode(into: &bytes)
    }

    /// Writes as much as the system takes.
    ///
    /// A failure is left for the reader to find: Redis says why it closes a connection before it does.
    mutating func write(to context: borrowing Context) {
        while !isEmpty {
            let count = isBroken ? bytes.count - written : attempt(context)
            guard count > 0 else { return }
            written += count
        }
        // What one huge command needed is not kept.
        if bytes.capacity > 4 * Session.bytesInFlight { bytes = [] } else { bytes.removeAll(keepingCapacity: true) }
        written = 0
    }

    private mutating func attempt(_ context: borrowing Context) -> Int {
        do {
            return try context.write(bytes.span.extracting(droppingFirst: written))
        } catch {
            isBroken = true
            return bytes.count - written
        }
    }
}
