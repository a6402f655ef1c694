package import Contract

/// One thing that a stage is asked to decide.
package struct Input: Sendable {
    /// What the input is.
    package enum Content: Sendable {
        /// An entry of an `inbound` stream.
        ///
        /// `isReread` is true for one at or before the stored position, which may have been handled before: after a
        /// take-over everything that is still in the stream is read again.
        case entry(InboundEntry, isReread: Bool)
        /// An event of a topic.
        case event(Event)
        /// A letter from another partition of the same stage.
        case letter(Letter)
        /// A timer of the stage's own that is due.
        case timer(DueTimer)
    }

    package let partition: Int
    package let content: Content
    /// What the input belongs to, in whose order it stands and with which it is parked: the conversation, or for
    /// directory commands the user or admin.
    package let conversation: String

    package init(partition: Int, content: Content, conversation: String) {
        self.partition = partition
        self.content = content
        self.conversation = conversation
    }
}

/// A decision of another partition's owner that this partition has to carry out, as it arrives.
package struct Letter: Sendable, Equatable {
    /// The sender's partition; letters of one sender come in its order.
    package let from: Int
    package let kind: String
    package let conversation: String
    package let fields: Fields

    package init(from: Int, kind: String, conversation: String, fields: Fields) {
        self.from = from
        self.kind = kind
        self.conversation = conversation
        self.fields = fields
    }
}

/// A timer whose time has come.
package struct DueTimer: Sendable, Equatable {
    package let key: String
    /// When it was due; it is handled at this time or later, after every event that was known then.
    package let due: Instant
    package let conversation: String
    package let fields: Fields

    package init(key: String, due: Instant, conversation: String, fields: Fields) {
        self.key = key
        self.due = due
        self.conversation = conversation
        self.fields = fields
    }
}
