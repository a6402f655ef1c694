import Contract
import Pipeline
import PolicyStore
import Triage

/// One input of a batch, read into the router's words.
struct Work: Sendable {
    /// What is asked.
    enum Request: Sendable, Equatable {
        case post(PostedMessage)
        case open, update, categorize, resolve, reopen, spam
        case assign, escalate, acknowledge, handBack, wait, snooze, merge
        case putUser(UserID)
        case eraseUser(UserID)
        case putAdmin(AdminID)
        case presence(AdminID)
        /// Survey: the user has rated that case low.
        case followUp(CaseID)
        /// A mail that came back, or that a machine wrote: it is the notifier's to read.
        case passMail
        /// Letter: a place with the admin is kept for the waiting case.
        case call(CaseID, AdminID)
        /// Letter: the admin is gone or has let the time to answer run out, and the case needs another.
        case takeBack(CaseID, AdminID, reason: String)
        /// Letter: more cases wait than one batch could call.
        case callMore
        /// Letter: the matter of another conversation goes on in this one.
        case takeOver
        /// Letter: somebody wrote to a conversation that was merged into this one.
        case forwarded(PostedMessage)
        /// Letter: a matter that was raised in this conversation has a case of its own in another.
        case splitOff
        /// Letter: a reply has reached its user on no way, or has after all.
        case follow(ReplyFate)
        /// A clock of the case warns or is breached, and its ladder asks for something.
        case climb(LadderCall)
        /// Timer: the case came by backfill and its conversation has been quiet since.
        case settled(CaseID)
        /// Timer: the case was put off until now.
        case wake(CaseID)
        /// Timer: the user who is waited for has been silent for so long.
        case silence(CaseID)
        /// Timer: nobody has said that an article was no answer.
        case solved(CaseID)
        /// Timer: the reopen window of a resolved case is over.
        case close(CaseID)
        /// Timer: the user has waited so long that a rule may make the case more urgent.
        case raise(CaseID)
        /// Timer: a shift of the admin begins or ends, or the time to answer a case may be over.
        case look(AdminID)
        /// Timer: the search for an admin widens.
        case widen
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
    /// What the model makes of the text, where it has been asked before the desk was claimed.
    var judgement: Judgement?
    /// The articles that share words with the text, where it may open a case.
    var found: KnowledgeBase.Find?

    /// Whether the work is about the conversation's case.
    var concernsCase: Bool {
        switch request {
        case .putUser, .eraseUser, .putAdmin, .presence, .passMail, .callMore, .look, .widen: false
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
