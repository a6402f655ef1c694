import Contract
import Pipeline

/// One input of a batch, read into the router's words.
struct Work: Sendable {
    /// What is asked.
    enum Request: Sendable, Equatable {
        case post(PostedMessage)
        case open, update, resolve, reopen, assign
        case putUser(UserID)
        case eraseUser(UserID)
        case putAdmin(AdminID)
        case presence(AdminID)
        /// A command that this version of the router refuses for any state.
        case unsupported
        /// Letter: a place with the admin is kept for the waiting case.
        case call(CaseID, AdminID)
        /// Letter: the admin is gone, and the case needs another.
        case adminLeft(CaseID, AdminID)
        /// Letter: more cases wait than one batch could call.
        case callMore
        /// Timer: the case came by backfill and its conversation has been quiet since.
        case settled(CaseID)
    }

    let request: Request
    /// The inbound type, or what the letter or timer is for.
    let type: String
    let partition: Int
    /// The conversation; the user or admin of a directory command.
    let key: String
    let conversation: ConversationID?
    let time: Instant
    let cause: String
    let traceparent: String?
    /// Whether it comes from the past: nobody is notified of what it leads to.
    var isBackfill: Bool
    let fields: Fields

    /// Whether the work is about the conversation's case.
    var concernsCase: Bool {
        switch request {
        case .putUser, .eraseUser, .putAdmin, .presence, .callMore: false
        default: true
        }
    }

    /// Who asks for it.
    func actor(in current: Case?) -> Actor {
        if let admin = fields["admin"], !admin.isEmpty { return .admin(admin) }
        if fields["service"] == "true" { return .service(fields["source"] ?? "") }
        switch fields["by"] {
        case "user": return .user(current?.user ?? "")
        case "admin": return .unnamedAdmin
        default: break
        }
        if let user = fields["user"], !user.isEmpty { return .user(user) }
        return .service(fields["source"] ?? "")
    }
}

extension Fields {
    /// The value of a field that ingest has made sure of; its absence is a fault of the sender's program.
    func required(_ name: String) throws(StageFault) -> String {
        guard let value = self[name], !value.isEmpty else {
            throw StageFault(code: "malformed_command", detail: "the field \(name) is missing")
        }
        return value
    }

    /// The value of a field, or nil when it is absent or empty.
    func optional(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    /// Adds a field behind the others unless it has no value; the caller knows that none has its name.
    mutating func append(_ name: String, ifAny value: String?) {
        if let value, !value.isEmpty { append(name, value) }
    }
}
