/// The fields of a stream's entry are not those of an event.
package struct MalformedEvent: Error, Sendable, Hashable {
    /// The field that is absent, wrong or there twice.
    package let field: String

    /// The error that names that field.
    package init(field: String) {
        self.field = field
    }
}

extension Event {
    /// The fields that every event may have, in the order of the contract.
    private enum Header {
        static let type = "type"
        static let version = "v"
        static let event = "event"
        static let time = "time"
        static let conversation = "conversation"
        static let `case` = "case"
        static let cause = "cause"
        static let traceparent = "traceparent"
    }

    /// Reads an entry of a topic's stream.
    package convenience init(
        topic: Topic,
        partition: Int,
        seq: Int64,
        streamFields: [(String, String)]
    ) throws(MalformedEvent) {
        var type: String?
        var version: Int?
        var event: EventID?
        var time: Instant?
        var conversation: ConversationID?
        var caseID: CaseID?
        var cause: String?
        var traceparent: String?
        var fields = Fields()
        fields.reserve(streamFields.count)
        for (name, value) in streamFields {
            switch name {
            case Header.type: try Self.fill(&type, with: value, of: name)
            case Header.version: try Self.fill(&version, with: Int(value), of: name)
            case Header.event: try Self.fill(&event, with: EventID(value), of: name)
            case Header.time: try Self.fill(&time, with: Instant(rfc3339: value), of: name)
            case Header.conversation: try Self.fill(&conversation, with: ConversationID(value), of: name)
            case Header.case: try Self.fill(&caseID, with: CaseID(value), of: name)
            case Header.cause: try Self.fill(&cause, with: value, of: name)
            case Header.traceparent: try Self.fill(&traceparent, with: value, of: name)
            default:
                guard fields[name] == nil else { throw MalformedEvent(field: name) }
                fields.append(name, value)
            }
        }
        guard let type, !type.isEmpty else { throw MalformedEvent(field: Header.type) }
        guard let version else { throw MalformedEvent(field: Header.version) }
        guard let event else { throw MalformedEvent(field: Header.event) }
        guard let time else { throw MalformedEvent(field: Header.time) }
        self.init(
            topic: topic,
            partition: partition,
            seq: seq,
            type: type,
            version: version,
            event: event,
            time: time,
            conversation: conversation?.rawValue == "" ? nil : conversation,
            case: caseID?.rawValue == "" ? nil : caseID,
            cause: cause ?? "",
            traceparent: traceparent == "" ? nil : traceparent,
            fields: fields
        )
    }

    private static func fill<Value>(_ slot: inout Value?, with value: Value?, of name: String) throws(MalformedEvent) {
        guard slot == nil, let value else { throw MalformedEvent(field: name) }
        slot = value
    }

    /// The fields of the event's entry in its topic's stream, in the order of the contract.
    ///
    /// Of the fields that every event may have, empty ones are left out; the type's own are given as they are.
    package var streamFields: [(String, String)] {
        var list: [(String, String)] = []
        list.reserveCapacity(8 + fields.count)
        list.append((Header.type, type))
        list.append((Header.version, String(version)))
        list.append((Header.event, event.description))
        list.append((Header.time, time.description))
        let others = [
            (Header.conversation, conversation?.rawValue), (Header.case, `case`?.rawValue), (Header.cause, cause),
            (Header.traceparent, traceparent),
        ]
        for (name, value) in others {
            if let value, !value.isEmpty { list.append((name, value)) }
        }
        for field in fields {
            list.append((field.name, field.value))
        }
        return list
    }
}
