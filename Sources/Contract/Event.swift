/// What happened, or what is asked for, as a topic carries it.
///
/// A class, since an event never changes and is handed on from the reader to the stage many times: each copy of its many
/// parts was a tenth of a program's work.
package final class Event: Sendable {
    /// The topic that carries it.
    package let topic: Topic
    /// Its partition of the topic.
    package let partition: Int
    /// Its place in the partition, from 1, without gaps.
    package let seq: Int64
    /// What happened.
    package let type: String
    /// The version of the type's fields.
    package let version: Int
    /// Its identity.
    package let event: EventID
    /// When it happened.
    package let time: Instant
    /// The thread that it belongs to.
    package let conversation: ConversationID?
    /// The case that it belongs to.
    package let `case`: CaseID?
    /// The event or entry that led to it; empty if nothing did.
    package let cause: String
    /// The trace that it belongs to.
    package let traceparent: String?
    /// The type's own fields.
    package let fields: Fields

    /// An event of those parts.
    package init(
        topic: Topic,
        partition: Int,
        seq: Int64,
        type: String,
        version: Int,
        event: EventID,
        time: Instant,
        conversation: ConversationID? = nil,
        case: CaseID? = nil,
        cause: String = "",
        traceparent: String? = nil,
        fields: Fields = Fields()
    ) {
        self.topic = topic
        self.partition = partition
        self.seq = seq
        self.type = type
        self.version = version
        self.event = event
        self.time = time
        self.conversation = conversation
        self.case = `case`
        self.cause = cause
        self.traceparent = traceparent
        self.fields = fields
    }
}

extension Event: Equatable {
    package static func == (one: Event, other: Event) -> Bool {
        one === other
            || one.topic == other.topic && one.partition == other.partition && one.seq == other.seq
                && one.type == other.type && one.version == other.version && one.event == other.event
                && one.time == other.time && one.conversation == other.conversation && one.case == other.case
                && one.cause == other.cause && one.traceparent == other.traceparent && one.fields == other.fields
    }
}
