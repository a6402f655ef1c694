/// Who did something, as history and events name it: `user:u-42`, `admin:a-7`, `service:web`, `system`.
enum Actor: Sendable, Equatable, CustomStringConvertible {
    case user(String)
    case admin(String)
    case bot(String)
    case service(String)
    /// Some admin whose name the command does not give.
    case unnamedAdmin
    case system

    var description: String {
        switch self {
        case .user(let id): "user:\(id)"
        case .admin(let id): "admin:\(id)"
        case .bot(let id): "bot:\(id)"
        case .service(let source): "service:\(source)"
        case .unnamedAdmin: "admin"
        case .system: "system"
        }
    }
}
