/// An entry that keeps every rule of the contract, ready to be made a command.
package struct Submission: Sendable, Hashable {
    /// Who published it.
    package let source: SourceID
    /// The publisher's own id.
    package let id: String
    /// What it asks for.
    package let type: CommandType
    /// When it happened, never later than it arrived.
    package let time: Instant
    /// Whether it happened more than a day before it arrived.
    package let isBackfill: Bool
    /// The thread; nil for directory types.
    package let conversation: ConversationID?
    /// What decides its partition: the conversation, the user or admin of a directory type, empty for partition 0.
    package let partitionKey: String
    /// The event's own fields, normalised to NFC, in the order of the contract's tables, `x-` fields last by name.
    ///
    /// `source` and `id` are among them; `type`, `conversation`, `time`, `traceparent` and `sig` are not.
    package let fields: Fields
    /// The trace that it belongs to.
    package let traceparent: String?
    /// What tells the same content from other content under the same id.
    package let digest: ContentDigest

    /// A submission of those parts.
    package init(
        source: SourceID,
        id: String,
        type: CommandType,
        time: Instant,
        isBackfill: Bool,
        conversation: ConversationID?,
        partitionKey: String,
        fields: Fields,
        traceparent: String?,
        digest: ContentDigest
    ) {
        self.source = source
        self.id = id
        self.type = type
        self.time = time
        self.isBackfill = isBackfill
        self.conversation = conversation
        self.partitionKey = partitionKey
        self.fields = fields
        self.traceparent = traceparent
        self.digest = digest
    }
}
