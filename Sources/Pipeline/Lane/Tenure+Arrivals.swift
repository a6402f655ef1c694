import Contract
import Postgres

/// What has been found, as arrivals: whether the stage gets it, it is passed over, or it is parked.
extension Tenure {
    func arrival(of event: Event) -> Arrival {
        let disposition: Arrival.Disposition
        let conversation = event.parkingKey
        switch lane.definition.consumes[event.type] {
        case nil where event.type == Erasure.type:
            disposition = .erase(.told(event))
        case nil:
            disposition = .pass
        case .some(let versions) where versions.contains(event.version):
            disposition = .handle(
                Input(partition: event.partition, content: .event(event), conversation: conversation)
            )
        case .some(let versions):
            let known = versions.sorted().map(String.init).joined(separator: ", ")
            disposition = .park(
                StageFault(
                    code: StageFault.unknownVersion,
                    detail: "\(event.type) has version \(event.version); this program knows \(known)"
                ),
                ParkedPayload(.event(event))
            )
        }
        return Arrival(
            partition: event.partition,
            origin: .topic(event.topic, seq: event.seq),
            conversation: conversation,
            disposition: disposition
        )
    }

    /// An event of a type that the stage does not consume.
    func passed(_ key: TopicKey, _ seq: Int64) -> Arrival {
        Arrival(
            partition: key.partition,
            origin: .topic(key.topic, seq: seq),
            conversation: "",
            disposition: .pass
        )
    }

    func arrival(of entry: InboundEntry, at door: Door, isReread: Bool) -> Arrival {
        let claims = entry.claims
        let conversation = claims.conversation?.rawValue ?? "\(claims.source?.rawValue ?? "")/\(claims.id ?? "")"
        let content = Input.Content.entry(entry, isReread: isReread)
        let partition = owner(of: door)
        return Arrival(
            partition: partition,
            origin: .door(door, entry.id),
            conversation: conversation,
            disposition: .handle(Input(partition: partition, content: content, conversation: conversation))
        )
    }

    /// An event of the log; what does not read as one is parked under its conversation.
    func arrival(ofLogRow row: Row) -> Arrival {
        do {
            let event = try EventLog.event(from: row)
            let isNews = !(holdings[event.partition]?.hasHandled(event.seq, of: event.topic) ?? false)
            return isNews
                ? arrival(of: event) : passed(TopicKey(topic: event.topic, partition: event.partition), event.seq)
        } catch {
            let conversation = row.textOrNull(7) ?? ""
            var fields = Fields()
            fields.append("type", row.text(3))
            fields.append("v", String(row.int(4)))
            fields.append("fields", row.text(11))
            return Arrival(
                partition: error.partition,
                origin: Topic(rawValue: error.topic).map { .topic($0, seq: error.seq) } ?? .letter(id: 0),
                conversation: conversation,
                disposition: .park(
                    Self.unreadable("the row of the log is not an event"),
                    ParkedPayload(kind: "event", fields: fields)
                )
            )
        }
    }

    /// A letter; what does not read as one is parked as it is.
    func arrival(ofMailRow row: Row) -> Arrival {
        let partition = Int(row.int(0))
        let conversation = row.text(4)
        let disposition: Arrival.Disposition
        if let fields = try? Fields(json: row.text(5)) {
            let letter = Letter(from: Int(row.int(2)), kind: row.text(3), conversation: conversation, fields: fields)
            disposition = .handle(
                Input(partition: partition, content: .letter(letter), conversation: conversation)
            )
        } else {
            let payload = ParkedPayload(letterFrom: Int(row.int(2)), kind: row.text(3), json: row.text(5))
            disposition = .park(Self.unreadable("the row of the mail is not a letter"), payload)
        }
        return Arrival(
            partition: partition,
            origin: .letter(id: row.int(1)),
            conversation: conversation,
            disposition: disposition
        )
    }

    /// A timer; what does not read as one is parked as it is.
    func arrival(ofTimerRow row: Row) -> Arrival {
        let partition = Int(row.int(0))
        let key = row.text(1)
        let due = Instant(microseconds: row.timestamp(2))
        let conversation = row.text(3)
        let disposition: Arrival.Disposition
        if let fields = try? Fields(json: row.text(4)) {
            let timer = DueTimer(key: key, due: due, conversation: conversation, fields: fields)
            disposition = Arrival.Disposition(timer, in: partition)
        } else {
            let payload = ParkedPayload(timer: key, due: due, json: row.text(4))
            disposition = .park(Self.unreadable("the row of the timers is not a timer"), payload)
        }
        return Arrival(
            partition: partition,
            origin: .timer(key: key, due: due),
            conversation: conversation,
            disposition: disposition
        )
    }

    private static func unreadable(_ detail: String) -> StageFault {
        StageFault(code: StageFault.unreadable, detail: detail)
    }
}

extension Event {
    /// What the event is parked with: its conversation, or for directory commands the user or admin.
    var parkingKey: String {
        if let conversation { return conversation.rawValue }
        if let user = fields["user"] { return "user:\(user)" }
        if let admin = fields["admin"] { return "admin:\(admin)" }
        return ""
    }
}
