/// The name of one thing of one sort, so that a user's id is never taken for an admin's.
package protocol Identifier: RawRepresentable<String>, Hashable, Sendable, CustomStringConvertible {}

extension Identifier {
    package var description: String { rawValue }
}

/// A thread between one user and the office.
package struct ConversationID: Identifier {
    package let rawValue: String

    /// The conversation of that name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The conversation of that name.
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A person who writes in.
package struct UserID: Identifier {
    package let rawValue: String

    /// The user of that name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The user of that name.
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A person who answers.
package struct AdminID: Identifier {
    package let rawValue: String

    /// The admin of that name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The admin of that name.
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// An automation that writes.
package struct BotID: Identifier {
    package let rawValue: String

    /// The bot of that name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The bot of that name.
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// One matter inside a conversation.
package struct CaseID: Identifier {
    package let rawValue: String

    /// The case of that name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The case of that name.
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A publishing service: 1 to 64 of the characters `a-z 0-9 . _ -`.
package struct SourceID: Identifier {
    package let rawValue: String

    /// The source of that name; nil unless the name has the shape.
    package init?(rawValue: String) {
        guard Self.isName(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// The source of that name; nil unless the name has the shape.
    package init?(_ rawValue: String) {
        self.init(rawValue: rawValue)
    }

    static func isName(_ text: String) -> Bool {
        let characters = text.utf8Span.span
        guard (1...64).contains(characters.count) else { return false }
        for index in characters.indices {
            switch characters[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                continue
            default:
                return false
            }
        }
        return true
    }
}
