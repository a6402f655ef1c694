import NIOCore

/// An open connection to one checked address.
struct Connection: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<ExchangeHandler>

    init(channel: any Channel, handler: NIOLoopBound<ExchangeHandler>) {
        self.channel = channel
        self.handler = handler
    }

    /// Sends a request and waits for the answer; cancellation closes the connection.
    func exchange(_ request: WebhookRequest, until deadline: NIODeadline) async -> ExchangeHandler.Result {
        let promise = channel.eventLoop.makePromise(of: ExchangeHandler.Result.self)
        return await withTaskCancellationHandler {
            channel.eventLoop.execute { handler.value.begin(request, until: deadline, promise: promise) }
            // The handler never fails the promise; the group's shutdown could.
            return (try? await promise.futureResult.get()) ?? .silent(.connectionLost)
        } onCancel: {
            channel.eventLoop.execute { handler.value.end(.silent(.cancelled)) }
        }
    }

    /// Closes it without a request.
    func close() {
        channel.close(promise: nil)
    }
}
