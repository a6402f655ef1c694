package import Contract

/// A stretch of a clock's time in which it did one thing.
package struct Segment: Sendable, Hashable {
    /// What the clock did.
    package enum State: String, Sendable, Hashable {
        case running, paused
        case closedHours = "closed_hours"
    }

    /// Its first instant.
    package var from: Instant
    /// When it ended; nil for one that has no end yet.
    ///
    /// Segments of a clock that still runs lie ahead up to when it is due, as planned.
    package var to: Instant?
    /// What the clock did.
    package var state: State
    /// Why: what paused it, the calendar whose hours count, or `always`.
    package var reason: String
    /// The event that began it; nil where a calendar did.
    package var event: EventID?
}

extension [Segment] {
    /// The segments as they are stored: a JSON array of flat objects.
    package var json: String {
        let objects = map { segment in
            var fields: Fields = ["from": segment.from.description]
            if let to = segment.to { fields.append("to", to.description) }
            fields.append("state", segment.state.rawValue)
            fields.append("reason", segment.reason)
            if let event = segment.event { fields.append("event", event.description) }
            return fields.json
        }
        return "[" + objects.joined(separator: ",") + "]"
    }

    /// How long the clock was in one of the states, up to an instant where a segment has no end.
    package func time(in states: Set<Segment.State>, until end: Instant) -> Duration {
        reduce(.zero) { sum, segment in
            guard states.contains(segment.state) else { return sum }
            let to = Swift.min(segment.to ?? end, end)
            return segment.from < to ? sum + (to - segment.from) : sum
        }
    }
}
