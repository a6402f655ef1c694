import TestKit

/// An entry to be published.
struct Entry: Sendable {
    let id: String
    /// What decides its partition: the conversation, or the admin of a directory entry.
    let key: String
    /// Names and values in turn, `id` among them.
    let fields: [String]
    /// Whether it is a message, which gets a number in its conversation.
    var isMessage: Bool { fields.contains("message.post") }

    init(_ type: String, id: String, key: String, source: String, _ fields: [String]) {
        self.id = id
        self.key = key
        self.fields = ["type", type, "id", id, "source", source] + fields
    }
}

/// What tests publish: threads of entries, each of which keeps its order.
enum Traffic {
    /// Admins who come on shift with much room.
    static func admins(_ count: Int) -> [[Entry]] {
        (1...count).map { number in
            let admin = "admin-\(number)"
            return [
                Entry(
                    "admin.put",
                    id: "put-\(admin)",
                    key: admin,
                    source: "console",
                    ["admin", admin, "capacity", "500"]
                ),
                Entry(
                    "admin.presence",
                    id: "online-\(admin)",
                    key: admin,
                    source: "console",
                    ["admin", admin, "status", "online"]
                ),
            ]
        }
    }

    /// Conversations in which users write, admins answer now and then, and a case is resolved and written to again.
    static func conversations(_ count: Int, entries: Int, label: String = "c") -> [[Entry]] {
        (1...count).map { number in
            (1...entries).map { entry(number: $0, of: "\(label)-\(number)", user: "user-\(label)-\(number)") }
        }
    }

    private static func entry(number: Int, of conversation: String, user: String) -> Entry {
        let id = "\(conversation)-\(number)"
        let thread = ["conversation", conversation]
        return switch number % 10 {
        case 3, 5:
            Entry(
                "message.post",
                id: id,
                key: conversation,
                source: "bench",
                thread + ["role", "admin", "admin", "admin-1", "text", "Answer \(number)"]
            )
        case 7:
            Entry(
                "case.resolve",
                id: id,
                key: conversation,
                source: "console",
                thread + ["admin", "admin-1", "summary", "Answered"]
            )
        default:
            Entry(
                "message.post",
                id: id,
                key: conversation,
                source: "bench",
                thread + ["role", "user", "user", user, "text", "Word \(number)"]
            )
        }
    }
}
