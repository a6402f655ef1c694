/// How long and how much a send may take.
package struct SendLimits: Sendable {
    /// For the look-up of the name.
    package var lookup = Duration.seconds(5)
    /// For the connection and the TLS handshake, all addresses together.
    package var connect = Duration.seconds(5)
    /// From the request to the end of the answer's headers, so that headers in drips gain nothing.
    package var firstAnswer = Duration.seconds(10)
    /// For everything from the turn of a webhook to the end of the answer; waiting for the turn is not in it.
    package var whole = Duration.seconds(15)
    /// Bytes of an answer's headers, and then bytes of its body, after which the connection is closed.
    package var answerBytes = 16_384
    /// Sends at one time, all targets together.
    package var sends = 256
    /// Sends at one time to one origin; each has a connection.
    package var sendsPerOrigin = 4
    /// Webhooks that wait for their turn at one origin; more are to be tried again later.
    package var waitingPerOrigin = 1024
    /// The longest wait that a receiver can ask for with `Retry-After`.
    package var retryAfter = Duration.seconds(86_400)

    package init() {}
}
