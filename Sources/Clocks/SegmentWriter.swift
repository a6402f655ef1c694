import BusinessTime
import Contract

/// Writes a clock's time as segments: a pause goes before closed hours, closed hours before running.
struct SegmentWriter {
    let hours: Hours?
    let pauses: [Stillness]

    /// The segments from the start to the horizon; the last one has no end unless the clock is over.
    func segments(from start: Moment, to horizon: Instant?, isOver: Bool) -> [Segment] {
        var segments: [Segment] = []
        var instant = start.time
        var event: EventID? = start.event
        for pause in pauses {
            write(from: instant, to: pause.period.start, event, &segments)
            let isOpen = pause.period.end.microseconds == .max
            segments.append(
                Segment(
                    from: pause.period.start,
                    to: isOpen ? nil : pause.period.end,
                    state: .paused,
                    reason: pause.reason,
                    event: pause.event
                )
            )
            if isOpen { return segments }
            instant = pause.period.end
            event = pause.endedBy
        }
        if let horizon, isOver || horizon > instant {
            write(from: instant, to: horizon, event, &segments)
        } else if !isOver {
            let isOpenNow = hours?.open(from: instant, to: instant + .microseconds(1)).isEmpty == false
            segments.append(segment(from: instant, to: nil, isOpenNow || hours == nil, event))
        }
        if !isOver, !segments.isEmpty, segments[segments.count - 1].state != .paused {
            segments[segments.count - 1].to = nil
        }
        return segments
    }

    private func write(from start: Instant, to end: Instant, _ event: EventID?, _ segments: inout [Segment]) {
        guard start < end else { return }
        var instant = start
        var event = event
        func close(_ until: Instant, isOpen: Bool) {
            guard instant < until else { return }
            segments.append(segment(from: instant, to: until, isOpen, event))
            instant = until
            event = nil
        }
        guard let hours else { return close(end, isOpen: true) }
        for (period, _) in hours.open(from: start, to: end) {
            close(period.start, isOpen: false)
            close(period.end, isOpen: true)
        }
        close(end, isOpen: false)
    }

    private func segment(from start: Instant, to end: Instant?, _ isOpen: Bool, _ event: EventID?) -> Segment {
        let reason = hours?.name(at: start) ?? "always"
        return Segment(from: start, to: end, state: isOpen ? .running : .closedHours, reason: reason, event: event)
    }
}
