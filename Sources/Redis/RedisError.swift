/// Why a command has no reply.
package struct RedisError: Error, Sendable {
    /// What callers branch on.
    package enum Kind: Sendable, Equatable {
        /// There is no connection, and nothing of the command was sent.
        case unreachable
        /// The connection broke after something was sent: the commands may have run, in part or in full, or not at all.
        case connectionLost
        /// Redis answered with an error; the connection is in order.
        case refused(RedisFailure)
        /// What came back was not the Redis protocol; as `connectionLost`, the outcome is unknown.
        case protocolViolation
    }

    /// What happened, for the program.
    package let kind: Kind
    /// What happened and what to do about it, for the operator.
    ///
    /// It holds no argument of a command and no password.
    package let message: String
    /// The error beneath this one.
    package let cause: (any Error)?

    /// Makes an error; `message` must not hold arguments or passwords.
    package init(_ kind: Kind, _ message: String, cause: (any Error)? = nil) {
        self.kind = kind
        self.message = message
        self.cause = cause
    }

    static func refused(_ failure: RedisFailure) -> RedisError {
        RedisError(.refused(failure), "Redis refused the command: \(failure.message)", cause: failure)
    }
}

extension RedisError: CustomStringConvertible {
    package var description: String { message }
}

extension RedisError {
    /// The code of the server's error, if it was the server that refused.
    package var code: String? {
        guard case .refused(let failure) = kind else { return nil }
        return failure.code
    }
}
