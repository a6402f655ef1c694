/// An error that Redis gave as its reply to a command.
package struct RedisFailure: Error, Sendable, Equatable {
    /// The first word of the reply, such as `OOM`, `ERR`, `NOSCRIPT`, `WRONGTYPE` or `LOADING`.
    package let code: String
    /// The whole sentence, without the arguments that Redis repeats for a command it does not know.
    package let message: String

    /// Takes apart the text of an error reply.
    package init(_ text: String) {
        code = String(text.prefix { $0 != " " })
        message = text.hasPrefix("ERR unknown") ? Self.withoutArguments(text) : text
    }

    /// What Redis says of a command that it does not know ends with the arguments, which may be what people wrote.
    private static func withoutArguments(_ text: String) -> String {
        let end = text.indices.first { text[$0...].hasPrefix(", with args beginning with:") }
        return String(text[..<(end ?? text.endIndex)])
    }
}

extension RedisFailure: CustomStringConvertible {
    package var description: String { message }
}
