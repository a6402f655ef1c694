package import Hummingbird
import Logging
package import Postgres

/// Why a read for a request did not come about; thrown from a route it becomes the right answer.
package enum ReadFault: Error, Sendable, Equatable {
    /// All sessions were in use for too long.
    case busy
    /// The server cannot be reached; with a sentence for the log.
    case unavailable(String)
    /// The statement took longer than the server allows.
    case tooSlow
    /// The statement is wrong, or the schema is not what it expects: a bug, or a migration that is missing.
    case refused(PostgresError)

    init(_ error: PostgresError) {
        switch (error.kind, error.sqlState) {
        case (.server, "57014"), (.timeout, _): self = .tooSlow
        case (.server, _) where !error.isTransient: self = .refused(error)
        default: self = .unavailable("\(error)".onOneLine)
        }
    }
}

extension ReadFault: HTTPResponseError {
    package var status: HTTPResponse.Status {
        switch self {
        case .refused: .internalServerError
        case .busy, .unavailable, .tooSlow: .serviceUnavailable
        }
    }

    /// What the one who asked is told.
    package var sentence: String {
        switch self {
        case .busy: "All sessions with the database are in use; try again in a moment."
        case .unavailable: "The database cannot be reached now; try again in a moment."
        case .tooSlow: "The database took too long; choose a shorter period."
        case .refused: "The program and its database do not fit together; its log says more."
        }
    }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        context.logger.warning("A read for a request failed", metadata: ["why": "\(self)"])
        return .plain(sentence + "\n", status) { $0[.retryAfter] = "5" }
    }
}
