import Contract

/// What a lane has to do about an erasure.
enum ErasureWork: Sendable {
    /// A topic says that a person is to be taken out of the partition.
    case told(Event)
    /// The stage's own events are to be scrubbed, as far as all stages have handled them.
    case step(DueTimer)

    /// The first part of the keys of the timers.
    static let timerPrefix = "erase:"

    /// The input again, to be parked.
    var content: Input.Content {
        switch self {
        case .told(let event): .event(event)
        case .step(let timer): .timer(timer)
        }
    }
}

/// How far the events of the stage's topic are scrubbed for an erasure: the fields of its timer.
struct ErasureStep: Sendable {
    let erasure: Erasure
    /// Everything up to this place of the topic's partition is to be scrubbed.
    let upto: Int64
    /// What has been scrubbed already.
    var after: Int64 = 0
    /// Since when it waits.
    let since: Instant

    init(_ erasure: Erasure, upto: Int64, since: Instant) {
        self.erasure = erasure
        self.upto = upto
        self.since = since
    }

    init(_ fields: Fields) throws(StageFault) {
        erasure = try Erasure(fields)
        guard let upto = fields["upto"].flatMap({ Int64($0) }), let after = fields["after"].flatMap({ Int64($0) }),
            let since = fields["since"].flatMap({ Instant(rfc3339: $0) })
        else { throw StageFault(code: "malformed_timer", detail: "a timer of an erasure lacks a field") }
        self.upto = upto
        self.after = after
        self.since = since
    }

    /// The next places to look at, at most so many, of a partition whose log begins with `first`; empty where nothing is left.
    ///
    /// What lies before the beginning was let go, or was numbered anew with the partitions, and need not be counted through.
    func places(from first: Int64, window: Int64) -> Range<Int64> {
        let begin = min(max(after, first - 1), upto)
        return begin + 1..<min(begin + window, upto) + 1
    }

    /// The timer that goes on with it.
    func timer(key: String, in partition: Int, due: Instant) -> TimerChange {
        var fields = erasure.fields
        fields.append("upto", String(upto))
        fields.append("after", String(after))
        fields.append("since", since.description)
        return .set(partition: partition, key: key, due: due, conversation: "", fields: fields)
    }
}
