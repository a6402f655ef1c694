import Contract

extension [Fact] {
    /// The replies of which it was told last that they did not arrive.
    var lostReplies: Set<EventID> {
        reduce(into: []) { lost, fact in
            guard let reply = fact["reply"].flatMap({ EventID($0) }) else { return }
            switch fact.kind {
            case .replyFailed: lost.insert(reply)
            case .replyArrived: lost.remove(reply)
            default: break
            }
        }
    }
}

extension Fact {
    /// When it happened, and the event.
    var moment: Moment { Moment(time: time, event: event) }

    func instant(_ name: String) -> Instant? { self[name].flatMap { Instant(rfc3339: $0) } }
}
