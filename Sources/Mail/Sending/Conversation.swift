/// What is said over a connection for one message, as far as it decides what became of the message.
///
/// libcurl tells each line that it sends and receives, and asks for the message piece by piece. It sends the line that ends the
/// message only after it was told that there is no more; that moment is the step `.end`.
final class Conversation {
    private static let longestText = 1_000

    private let message: [UInt8]
    private var handedOver = 0
    private let isCancelled: @Sendable () -> Bool

    /// How far it has come.
    private(set) var step = DeliveryStep.connecting
    /// The last whole answer, if nothing was said since.
    private(set) var reply: ServerReply?
    /// Whether the last answer before `MAIL FROM` was to the log-in.
    private(set) var isLoggingIn = false
    private var isOver = false
    private var lines: [String] = []
    private var textLength = 0

    init(message: [UInt8], isCancelled: @escaping @Sendable () -> Bool) {
        self.message = message
        self.isCancelled = isCancelled
    }

    /// Whether to break off: never once the message may have been taken over.
    var mustStop: Bool {
        step < .end && isCancelled()
    }

    /// Hands over the next piece; an empty one says that the message is whole.
    func nextPiece(atMost count: Int) -> ArraySlice<UInt8> {
        step = handedOver < message.count ? .content : .end
        reply = nil
        let piece = message[handedOver...].prefix(count)
        handedOver += piece.count
        return piece
    }

    /// Notes a command on its way out.
    func sent(_ command: some Collection<UInt8>) {
        // The farewell that libcurl says after a refusal decides nothing.
        guard !isOver, !command.starts(with: "QUIT".utf8) else {
            isOver = true
            return
        }
        reply = nil
        lines.removeAll(keepingCapacity: true)
        textLength = 0
        let verb = String(decoding: command.prefix { $0 != 0x20 && $0 != 0x0D }.prefix(10), as: UTF8.self)
        switch verb {
        case "MAIL": step = .sender
        case "RCPT": step = .recipient
        case "DATA": step = .data
        case "AUTH": isLoggingIn = true
        case "EHLO", "HELO", "STARTTLS": isLoggingIn = false
        default: break
        }
    }

    /// Notes a line that came in.
    func received(_ line: some Collection<UInt8>) {
        let start = Array(line.prefix(4))
        guard !isOver, start.count >= 3, start.prefix(3).allSatisfy({ (0x30...0x39).contains($0) }) else { return }
        let code = start.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let text = line.dropFirst(4).filter { $0 >= 0x20 }.prefix(Self.longestText - textLength)
        textLength += text.count
        if !text.isEmpty { lines.append(String(decoding: text, as: UTF8.self)) }
        guard start.count < 4 || start[3] != UInt8(ascii: "-") else { return }
        reply = ServerReply(code: code, lines: lines)
        lines.removeAll(keepingCapacity: true)
        textLength = 0
    }
}
