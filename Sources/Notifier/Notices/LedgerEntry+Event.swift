import Contract
import Policy

/// What the ledger keeps of a notice in the partition of the event that it tells.
extension LedgerEntry {
    init(
        _ kind: NoticeKind,
        to recipient: Recipient,
        about event: Event,
        by channel: NoticeChannel,
        _ state: State,
        _ reason: String,
        at now: Instant
    ) {
        self.init(
            key: Key(partition: event.partition, event: event.event, recipient: recipient.id, channel: channel),
            notification: UUIDv7.generate(at: now),
            kind: kind,
            state: state,
            reason: reason,
            cause: event.cause,
            conversation: event.conversation?.rawValue,
            case: event.case?.rawValue,
            happened: event.time,
            at: now
        )
    }
}

extension NoticeEvent {
    /// The event itself, in its own partition.
    init(_ event: Event) {
        self.init(
            partition: event.partition,
            event: event.event,
            conversation: event.conversation?.rawValue,
            case: event.case?.rawValue,
            traceparent: event.traceparent
        )
    }
}
