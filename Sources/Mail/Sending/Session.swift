/// One connection to the mail server, or the next one when it has ended.
final class Session {
    private let handle: CurlHandle

    /// Prepares a connection; nil when libcurl cannot be set up as it must be.
    init?(server: MailServer, limits: MailLimits) {
        guard let handle = CurlHandle.open(to: server, limits: limits) else { return nil }
        self.handle = handle
    }

    /// Sends one message and tells what became of it.
    func deliver(_ message: Message, unless cancellation: Cancellation) -> DeliveryOutcome {
        let bytes = message.composed()
        let outcome = attempt(message, bytes, unless: cancellation, onNewConnection: false)
        guard handle.hasReusedConnection, outcome.isOfStaleConnection else { return outcome }
        // The server had ended the connection since the last message, and has heard nothing of this one that counts.
        return attempt(message, bytes, unless: cancellation, onNewConnection: true)
    }

    private func attempt(
        _ message: Message,
        _ bytes: [UInt8],
        unless cancellation: Cancellation,
        onNewConnection isFresh: Bool
    ) -> DeliveryOutcome {
        let conversation = Conversation(message: bytes) { cancellation.isCancelled }
        let recipient = message.recipient.address
        let code = handle.perform(
            conversation,
            from: message.returnPath,
            to: recipient,
            onNewConnection: isFresh
        )
        let outcome = DeliveryOutcome(of: conversation, endedWith: code, recipient: recipient)
        if outcome.leavesAnswersDue { handle.breakConnection() }
        return outcome
    }
}
