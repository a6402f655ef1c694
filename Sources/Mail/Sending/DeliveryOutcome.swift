/// What became of one message.
///
/// The four are told apart by what passed over the connection, not by how a function failed: which command was the last, whether
/// the message's last line was handed over, and whether a whole answer to it came.
package enum DeliveryOutcome: Sendable, Equatable {
    /// The server has taken the message over: it answered the whole message with 2xx.
    case delivered(ServerReply)
    /// The server will not take this message, now or later.
    case refused(Refusal)
    /// The server has not taken the message over; a later attempt may succeed.
    case postponed(Postponement)
    /// The whole message was sent and no answer came: the server may have taken it over or not.
    ///
    /// Whoever sends it again sends the same Message-ID, by which mail systems and people recognise it.
    case unknown(ConnectionFault)

    /// A 5xx answer about this message.
    package struct Refusal: Sendable, Equatable {
        /// What was refused: the sender, the recipient, or the message.
        package let step: DeliveryStep
        /// The answer.
        package let reply: ServerReply
        /// Whom the message was for.
        package let recipient: Address

        /// Whether it is the recipient that the server refuses, and not the sender or the message.
        package var isAboutRecipient: Bool {
            if let status = reply.status { return status.condemnsRecipient }
            return step == .recipient && [550, 551, 553, 556].contains(reply.code)
        }
    }

    /// Why a message was not taken now.
    package struct Postponement: Sendable, Equatable {
        /// What stands in the way.
        package enum Cause: Sendable, Equatable {
            /// The server said so: 4xx, or any refusal before the message was spoken of.
            case server(ServerReply)
            /// The server does not accept the account or its password, or wants one.
            case authentication(ServerReply?)
            /// The server cannot prove who it is, or does not offer the TLS that is required.
            case insecure
            /// The connection.
            case connection(ConnectionFault)
            /// This program: the task was cancelled before the message was sent.
            case cancelled
        }

        /// How far it had come.
        package let step: DeliveryStep
        /// What stood in the way.
        package let cause: Cause
    }
}

/// What was wrong with a connection.
package enum ConnectionFault: Sendable, Equatable {
    /// Nobody listens, or the name is unknown.
    case unreachable
    /// It ended or broke.
    case lost
    /// It took longer than the limit.
    case timedOut
    /// What came was not the protocol.
    case garbled
}
