import Contract
import Pipeline

/// What a `message.post` says as far as routing is concerned.
struct PostedMessage: Sendable, Equatable {
    /// Who speaks, and how much that counts.
    enum Voice: Sendable, Equatable {
        case user(UserID)
        /// A public message by a person: the only kind that is a reply.
        case admin(AdminID)
        /// A private note or an automation's message, which never counts as a reply.
        case aside(Actor)
    }

    let message: String
    let number: Int64
    let voice: Voice

    init(fields: Fields) throws(StageFault) {
        message = try fields.required("message")
        guard let number = Int64(try fields.required("message_no")) else {
            throw StageFault(code: "malformed_command", detail: "message_no is not a number")
        }
        self.number = number
        switch try fields.required("role") {
        case "user": voice = .user(UserID(try fields.required("user")))
        case "admin":
            let admin = try fields.required("admin")
            voice = fields["visibility"] == "private" ? .aside(.admin(admin)) : .admin(AdminID(admin))
        case "bot": voice = .aside(.bot(try fields.required("bot")))
        default: throw StageFault(code: "malformed_command", detail: "role is none of user, admin, bot")
        }
    }
}
