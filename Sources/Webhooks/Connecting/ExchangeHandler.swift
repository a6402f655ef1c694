import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// One connection's course: connecting, then one request and its answer, then closed.
///
/// Everything happens on the connection's event loop. Every state but the last has a time limit.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// What came of a request.
    enum Result: Sendable, Equatable {
        /// The connection had closed, or the time was up; nothing was sent.
        case notSent
        case answered(status: Int, retryAfter: String?)
        case silent(SendOutcome.Silence)
    }

    private enum State {
        case connecting
        case idle
        case awaitingHead(EventLoopPromise<Result>)
        case awaitingEnd(EventLoopPromise<Result>, Result)
        case closed
    }

    private let origin: Target.Origin
    private let limits: SendLimits
    private let connectDeadline: NIODeadline
    private let ready: EventLoopPromise<Connection>
    private var state = State.connecting
    private var context: ChannelHandlerContext?
    private var stateTimer: Scheduled<Void>?
    private var wholeTimer: Scheduled<Void>?
    private var bodyBytes = 0

    /// Makes the course of one connection; `ready` succeeds when requests can be sent, or else fails with a `ConnectionFault`.
    init(
        origin: Target.Origin,
        limits: SendLimits,
        connectDeadline: NIODeadline,
        ready: EventLoopPromise<Connection>
    ) {
        self.origin = origin
        self.limits = limits
        self.connectDeadline = connectDeadline
        self.ready = ready
    }

    /// Sends a request unless the connection has closed or the time is up; the promise always gets its result.
    func begin(_ request: WebhookRequest, until deadline: NIODeadline, promise: EventLoopPromise<Result>) {
        guard case .idle = state, let context, context.channel.isActive, .now() < deadline else {
            return promise.succeed(.notSent)
        }
        state = .awaitingHead(promise)
        bodyBytes = 0
        let firstAnswer = min(deadline, .now() + TimeAmount(limits.firstAnswer))
        after(firstAnswer) { $0.end(.silent(.timeLimit)) }
        let whole = NIOLoopBound(self, eventLoop: context.eventLoop)
        wholeTimer = context.eventLoop.scheduleTask(deadline: deadline) { whole.value.end(.silent(.timeLimit)) }

        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: request.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Gives up what is going on and closes the connection; the fault tells why it never came about, if it had not yet.
    func end(_ result: Result, _ fault: ConnectionFault = .unreachable) {
        stateTimer?.cancel()
        wholeTimer?.cancel()
        let former = state
        state = .closed
        switch former {
        case .connecting: ready.fail(fault)
        case .awaitingHead(let promise): promise.succeed(result)
        // The receiver's word stands once it has said it, however the rest of its answer comes.
        case .awaitingEnd(let promise, let answer): promise.succeed(answer)
        case .idle, .closed: break
        }
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        after(connectDeadline) { $0.end(.notSent, .timeLimit) }
        if !origin.isEncrypted, context.channel.isActive { becomeReady() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        end(.silent(.connectionLost))
    }

    func channelActive(context: ChannelHandlerContext) {
        if !origin.isEncrypted { becomeReady() }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            if isPeerNamed(context) { becomeReady() } else { end(.notSent, .handshake) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.awaitingHead(let promise), .head(let head)):
            stateTimer?.cancel()
            let answer = Result.answered(
                status: Int(head.status.code),
                retryAfter: head.headers.first(name: "retry-after")
            )
            state = .awaitingEnd(promise, answer)
        case (.awaitingEnd, .body(let bytes)):
            bodyBytes += bytes.readableBytes
            if bodyBytes > limits.answerBytes { end(.silent(.notUnderstood)) }
        case (.awaitingEnd(_, let answer), .end): end(answer)
        case (.closed, _):
            break
        default:
            // An answer that nobody has asked for yet must not become the answer to the request.
            end(.silent(.notUnderstood))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.silent(.connectionLost))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .connecting = state {
            end(.notSent, error is NIOSSLError || error is NIOSSLExtraError ? .handshake : .unreachable)
        } else {
            end(.silent(error is HTTPParserError ? .notUnderstood : .connectionLost))
        }
    }

    private func isPeerNamed(_ context: ChannelHandlerContext) -> Bool {
        guard case .name(let name) = origin.host else { return true }
        let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
        return certificate.map { CertificateName.isOn($0, host: name) } ?? false
    }

    private func becomeReady() {
        guard case .connecting = state, let context else { return }
        state = .idle
        // Whoever opened it has until then to use it.
        after(.now() + TimeAmount(limits.whole)) { $0.end(.notSent) }
        ready.succeed(
            Connection(channel: context.channel, handler: NIOLoopBound(self, eventLoop: context.eventLoop))
        )
    }

    /// Sets the one timer of the present state.
    private func after(_ deadline: NIODeadline, _ action: @escaping @Sendable (ExchangeHandler) -> Void) {
        stateTimer?.cancel()
        guard let context else { return }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        stateTimer = context.eventLoop.scheduleTask(deadline: deadline) { action(bound.value) }
    }
}
