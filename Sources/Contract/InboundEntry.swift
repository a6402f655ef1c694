/// What a publisher wrote to an `inbound` stream, not yet judged.
package struct InboundEntry: Sendable {
    /// A name with its value, both as sent.
    package typealias Field = (name: RawText, value: RawText)

    /// Whose private door it came through; nil for the shared door.
    package let door: SourceID?
    /// The partition of the stream that it was written to.
    package let partition: Int
    /// The id in that stream.
    package let id: EntryID
    /// The fields in the order sent.
    package let fields: [Field]
    /// Whether the last field came without a value, as no entry of a healthy stream does.
    package let isTorn: Bool

    /// An entry of whole fields.
    package init(door: SourceID?, partition: Int, id: EntryID, fields: [Field]) {
        self.door = door
        self.partition = partition
        self.id = id
        self.fields = fields
        isTorn = false
    }

    /// An entry of names and values in turn, as Redis lists them; an odd count makes it torn.
    package init(door: SourceID?, partition: Int, id: EntryID, flat: [RawText]) {
        self.door = door
        self.partition = partition
        self.id = id
        fields = stride(from: 0, to: flat.count, by: 2).map { index in
            (name: flat[index], value: index + 1 < flat.count ? flat[index + 1] : .text(""))
        }
        isTorn = !flat.count.isMultiple(of: 2)
    }
}

extension InboundEntry {
    /// What the entry says of itself, for the receipt and the record of a refused one.
    ///
    /// Only values of the right shape are given, so that none of them can spoil a receipt, a row or a log.
    package struct Claims: Sendable, Hashable {
        /// The door's source, or the one that the entry names.
        package let source: SourceID?
        /// The publisher's own id.
        package let id: String?
        /// The thread.
        package let conversation: ConversationID?

        /// Claims of those parts.
        package init(source: SourceID?, id: String?, conversation: ConversationID?) {
            self.source = source
            self.id = id
            self.conversation = conversation
        }
    }

    /// What can be known of the entry even if it is refused.
    package var claims: Claims {
        Claims(
            source: door ?? first("source").flatMap(SourceID.init(rawValue:)),
            id: first("id").flatMap { ValueShape.id.accepts($0) ? $0 : nil },
            conversation: first("conversation").flatMap { ValueShape.id.accepts($0) ? ConversationID($0) : nil }
        )
    }

    private func first(_ name: String) -> String? {
        for field in fields {
            if case .text(let text) = field.name, text == name, case .text(let value) = field.value,
                value.utf8.count <= Limits.id
            {
                return value
            }
        }
        return nil
    }
}
