/// How far a delivery has come: what was said last to the server.
package enum DeliveryStep: Int, Sendable, Comparable {
    /// Nothing of the message: the connection, its greeting, TLS and the log-in.
    case connecting
    /// `MAIL FROM`, about the sender.
    case sender
    /// `RCPT TO`, about the recipient.
    case recipient
    /// `DATA`, before the message.
    case data
    /// Some of the message, but not the line that ends it: no server may take it as it is.
    case content
    /// The whole message may have been sent; its answer decides.
    case end

    package static func < (left: DeliveryStep, right: DeliveryStep) -> Bool {
        left.rawValue < right.rawValue
    }
}
