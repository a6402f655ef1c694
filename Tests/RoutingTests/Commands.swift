import Contract
import Pipeline

/// The moment at which tests begin.
let start = Instant(microseconds: 1_772_352_000_000_000)

/// Commands as ingest passes them on, for tests.
enum Commands {
    static func event(
        _ type: String,
        _ conversation: String? = "c-1",
        after time: Duration = .zero,
        partition: Int = 0,
        traceparent: String? = nil,
        _ fields: Fields
    ) -> Input {
        var fields = fields
        if fields["source"] == nil { fields.append("source", "web") }
        let event = Event(
            topic: .commands,
            partition: partition,
            seq: 1,
            type: type,
            version: 1,
            event: EventID.generate(),
            time: start + time,
            conversation: conversation.map { ConversationID($0) },
            traceparent: traceparent,
            fields: fields
        )
        return Input(
            partition: partition,
            content: .event(event),
            conversation: conversation ?? fields["user"] ?? fields["admin"] ?? ""
        )
    }

    static func userWrites(
        _ conversation: String = "c-1",
        number: Int = 1,
        text: String = "My advert is gone",
        after time: Duration = .zero,
        partition: Int = 0,
        _ more: Fields = [:]
    ) -> Input {
        var fields: Fields = [
            "role": "user", "user": "u-1", "text": text, "message": "m-\(number)", "message_no": "\(number)",
        ]
        for field in more { fields.set(field.name, to: field.value) }
        return event("message.post", conversation, after: time, partition: partition, fields)
    }

    static func adminWrites(
        _ conversation: String = "c-1",
        number: Int,
        by admin: String = "a-1",
        after time: Duration,
        partition: Int = 0,
        _ more: Fields = [:]
    ) -> Input {
        var fields: Fields = [
            "role": "admin", "admin": admin, "text": "It is back", "message": "m-\(number)", "message_no": "\(number)",
        ]
        for field in more { fields.set(field.name, to: field.value) }
        return event("message.post", conversation, after: time, partition: partition, fields)
    }

    static func resolve(
        _ conversation: String = "c-1",
        by admin: String = "a-1",
        after time: Duration,
        partition: Int = 0,
        _ more: Fields = [:]
    ) -> Input {
        var fields: Fields = ["admin": admin, "summary": "Put back"]
        for field in more { fields.set(field.name, to: field.value) }
        return event("case.resolve", conversation, after: time, partition: partition, fields)
    }

    static func putAdmin(
        _ admin: String,
        capacity: Int = 2,
        after time: Duration = .zero,
        partition: Int = 0,
        _ more: Fields = [:]
    ) -> Input {
        var fields: Fields = ["admin": admin, "name": "Ada", "capacity": "\(capacity)"]
        for field in more { fields.set(field.name, to: field.value) }
        return event("admin.put", nil, after: time, partition: partition, fields)
    }

    static func presence(
        _ admin: String,
        _ status: String,
        after time: Duration = .zero,
        partition: Int = 0
    ) -> Input {
        event("admin.presence", nil, after: time, partition: partition, ["admin": admin, "status": status])
    }
}

extension Input {
    /// The id of the event that the input is.
    var eventID: String? {
        guard case .event(let event) = content else { return nil }
        return event.event.description
    }
}
