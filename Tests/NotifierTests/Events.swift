import Contract

/// Events for tests.
enum Events {
    static let now = Instant(microseconds: 1_772_352_000_000_000)

    static let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    static func event(
        _ type: String,
        _ fields: Fields,
        topic: Topic = .cases,
        partition: Int = 2,
        at time: Instant = now,
        case id: String? = "k-1"
    ) -> Event {
        Event(
            topic: topic,
            partition: partition,
            seq: 1,
            type: type,
            version: 1,
            event: EventID.generate(at: time),
            time: time,
            conversation: ConversationID("c-1"),
            case: id.map { CaseID($0) },
            cause: "cmd-1",
            traceparent: traceparent,
            fields: fields
        )
    }
}
