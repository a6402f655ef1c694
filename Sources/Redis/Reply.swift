/// What Redis answered to one command.
package enum Reply: Sendable, Equatable {
    /// There is no such thing, or a wait ended without a result.
    case null
    /// A whole number.
    case integer(Int64)
    /// A status line such as `OK`, or a value that is valid UTF-8.
    case text(String)
    /// A value that is not valid UTF-8.
    case bytes([UInt8])
    /// A list of replies.
    case array([Reply])
    /// An error, inside a pipeline or a transaction.
    indirect case error(RedisFailure)

    /// The text, if it is one.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The number, if it is one.
    package var integer: Int64? {
        guard case .integer(let integer) = self else { return nil }
        return integer
    }

    /// The list, if it is one.
    package var array: [Reply]? {
        guard case .array(let array) = self else { return nil }
        return array
    }

    /// The error, if it is one.
    package var failure: RedisFailure? {
        guard case .error(let failure) = self else { return nil }
        return failure
    }
}
