/// How long the parts of a delivery may take.
package struct MailLimits: Sendable, Equatable {
    /// From the look-up of the name to the end of the greeting and of TLS.
    package var connect: Duration
    /// One message as a whole, connecting included.
    package var message: Duration

    /// Limits; no more than `message` is waited for one message.
    package init(connect: Duration = .seconds(15), message: Duration = .seconds(120)) {
        self.connect = connect
        self.message = message
    }
}
