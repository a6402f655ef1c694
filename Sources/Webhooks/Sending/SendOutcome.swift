/// What became of one attempt to send a webhook.
package enum SendOutcome: Sendable, Hashable {
    /// The receiver took it, with a status of 200 to 299.
    case delivered(status: Int)
    /// The receiver will not take it at another time either: 4xx but 408, 425 and 429, redirects, and statuses without meaning.
    ///
    /// A redirect would have to be judged anew at every step and receivers seldom mean one, so none is followed.
    case refused(status: Int)
    /// It was not taken, and may be at another time.
    ///
    /// - Parameter after: how long the receiver asked to wait, cut to the limit; nil when it did not ask.
    case tryAgain(Setback, after: Duration?)
    /// The guard let nothing go out; the target has to be changed first.
    case forbidden(GuardRefusal)
    /// The request was sent, in whole or in part, and no answer came: it may have been taken.
    ///
    /// To send it again is right only under the same id, so that the receiver can drop the repeat.
    case unknown(Silence)

    /// Why a webhook was not taken this time.
    package enum Setback: Sendable, Hashable {
        /// The receiver said so: 5xx, 408, 425 or 429.
        case status(Int)
        /// The name is not known, or nobody answered for it in time.
        case nameNotFound
        /// No connection came about; nothing was sent.
        case notConnected(ConnectionFault)
        /// Too many webhooks wait for the same target already.
        case crowded
        /// The caller's task was cancelled, or the sender closed, before anything was sent.
        case cancelled
    }

    /// How an answer stayed away.
    package enum Silence: Sendable, Hashable {
        case timeLimit
        case connectionLost
        /// What came was not HTTP, or its headers were too long.
        case notUnderstood
        case cancelled
    }

    /// The outcome of an answer with that status.
    init(status: Int, retryAfter: Duration?) {
        switch status {
        case 200...299: self = .delivered(status: status)
        case 408, 425, 429, 500...599: self = .tryAgain(.status(status), after: retryAfter)
        default: self = .refused(status: status)
        }
    }
}

/// Why no connection came about.
package enum ConnectionFault: Error, Sendable, Hashable {
    /// Refused, or no way leads there.
    case unreachable
    case timeLimit
    /// The TLS handshake failed; most often the certificate is not for this name or has run out.
    case handshake
}
