import Contract

/// An input as it is kept while it is parked: enough to hand it to the stage again, and to be read by an operator.
struct ParkedPayload: Sendable, Equatable {
    /// `entry`, `event`, `letter` or `timer`.
    let kind: String
    let fields: Fields

    init(kind: String, fields: Fields) {
        self.kind = kind
        self.fields = fields
    }

    /// A letter with its fields as JSON.
    init(letterFrom from: Int, kind: String, json: String) {
        self.kind = "letter"
        fields = Fields([("from", String(from)), ("kind", kind), ("fields", json)])
    }

    /// A timer with its fields as JSON.
    init(timer key: String, due: Instant, json: String) {
        kind = "timer"
        fields = Fields([("key", key), ("due", due.description), ("fields", json)])
    }

    init(_ content: Input.Content) {
        switch content {
        case .event(let event): self.init(kind: "event", fields: Fields(event.streamFields))
        case .letter(let letter): self.init(letterFrom: letter.from, kind: letter.kind, json: letter.fields.json)
        case .timer(let timer): self.init(timer: timer.key, due: timer.due, json: timer.fields.json)
        case .entry(let entry, _): self.init(entry)
        }
    }

    private init(_ entry: InboundEntry) {
        var fields = Fields([("door", entry.door?.rawValue ?? ""), ("entry", entry.id.description)])
        for (place, field) in entry.fields.enumerated() {
            fields.append("name.\(place)", Self.encode(field.name))
            fields.append("value.\(place)", Self.encode(field.value))
        }
        self.init(kind: "entry", fields: fields)
    }

    /// The input again, or nothing when the row does not hold one.
    func content(partition: Int, conversation: String, topic: Topic?, seq: Int64?) -> Input.Content? {
        switch kind {
        case "event":
            guard let topic, let seq else { return nil }
            let pairs = fields.map { ($0.name, $0.value) }
            guard let event = try? Event(topic: topic, partition: partition, seq: seq, streamFields: pairs) else {
                return nil
            }
            return .event(event)
        case "letter":
            guard let from = fields["from"].flatMap(Int.init), let kind = fields["kind"], let own = nested else {
                return nil
            }
            return .letter(Letter(from: from, kind: kind, conversation: conversation, fields: own))
        case "timer":
            guard let key = fields["key"], let due = fields["due"].flatMap({ Instant(rfc3339: $0) }), let own = nested
            else { return nil }
            return .timer(DueTimer(key: key, due: due, conversation: conversation, fields: own))
        case "entry":
            return entry(partition: partition)
        default:
            return nil
        }
    }

    private var nested: Fields? { fields["fields"].flatMap { try? Fields(json: $0) } }

    private func entry(partition: Int) -> Input.Content? {
        guard let door = fields["door"], let id = fields["entry"].flatMap({ EntryID($0) }) else { return nil }
        var raw: [(name: RawText, value: RawText)] = []
        while let name = fields["name.\(raw.count)"], let value = fields["value.\(raw.count)"] {
            raw.append((Self.decode(name), Self.decode(value)))
        }
        let source = door.isEmpty ? nil : SourceID(rawValue: door)
        return .entry(InboundEntry(door: source, partition: partition, id: id, fields: raw), isReread: true)
    }

    /// Text after `t`, other bytes as decimal numbers after `b`.
    private static func encode(_ raw: RawText) -> String {
        switch raw {
        // jsonb refuses NUL, so text that has one is kept as bytes.
        case .text(let text) where text.utf8.contains(0): encode(.bytes(Array(text.utf8)))
        case .text(let text): "t" + text
        case .bytes(let bytes): "b" + bytes.map(String.init).joined(separator: " ")
        }
    }

    private static func decode(_ text: String) -> RawText {
        guard text.first == "b" else { return .text(String(text.dropFirst())) }
        return .bytes(text.dropFirst().split(separator: " ").compactMap { UInt8($0) })
    }
}
