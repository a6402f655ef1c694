import BusinessTime
import Clocks
import Contract
import Policy
import SLAMonitor

/// One clock as an operator reads it: its time segment by segment, what began each, and how the verdict comes about.
struct ClockStory {
    let clock: Clock
    /// The clock's name.
    let id: String
    private let record: CaseClockRecord

    /// The story of a case's clock; nil without the case's record.
    init?(clock: Clock, case: CaseID, record: CaseClockRecord?) {
        guard let record else { return nil }
        self.clock = clock
        self.record = record
        id = clock.key.id(of: `case`)
    }

    /// The lines: what was promised, the segments in order with the due time where it was passed, and the verdict.
    ///
    /// Of a long run of openings and closings only a whole story tells each.
    func lines(isWhole: Bool) -> [String] {
        var lines = [heading, "    clock \(id)", "    " + terms]
        var isDueTold = false
        func tellDue(before instant: Instant?) {
            guard let due = clock.dueAt, !isDueTold, due < end, instant.map({ due <= $0 }) ?? true else { return }
            isDueTold = true
            lines.append("    \(CaseWords.time(due))  due: \(clock.target.map(ClockWords.length) ?? "") used up")
        }
        for piece in isWhole ? past.map({ [$0] }) : pieces {
            tellDue(before: piece.first?.from)
            lines.append(piece.count == 1 ? line(piece[0]) : summary(of: piece))
        }
        tellDue(before: nil)
        if let replannedAt = clock.replannedAt {
            lines.append("    \(CaseWords.time(replannedAt))  re-planned by policy version \(clock.policy)")
        }
        if clock.undelivered > 0 { lines.append("    \(undelivered)") }
        if let ending = clock.ending { lines.append("    \(CaseWords.time(ending.moment.time))  \(stop(ending))") }
        lines.append("    \(verdict)")
        return lines.flatMap { CaseStory.wrap($0, indent: 8) }
    }

    var json: JSONValue {
        [
            "clock": .string(id), "metric": .string(clock.key.metric.rawValue), "promise": .text(clock.key.promise),
            "state": .string(clock.state.rawValue), "target": clock.target.map { .double(Self.seconds($0)) } ?? .null,
            "hours": .text(clock.hours), "policy_version": .integer(clock.policy),
            "started_at": .string(clock.started.time.description), "due_at": .text(clock.dueAt?.description),
            "stopped_at": .text(clock.stoppedAt?.description), "breached_at": .text(clock.breachedAt?.description),
            "replanned_at": .text(clock.replannedAt?.description),
            "undelivered": .integer(Int64(clock.undelivered)),
            "running": .double(Self.seconds(time([.running]))), "paused": .double(Self.seconds(time([.paused]))),
            "closed_hours": .double(Self.seconds(time([.closedHours]))), "verdict": .string(verdict),
            "segments": .array(past.map(Self.json)),
        ]
    }

    /// What has passed of the segments; the last one of a clock that goes on ends now.
    private var past: [Segment] {
        clock.segments.filter { $0.from < end || $0.from == clock.started.time }.map { segment in
            var segment = segment
            segment.to = min(segment.to ?? end, max(end, segment.from))
            return segment
        }
    }

    /// How many segments are told of either end of a run that only the calendar made.
    private static var toldOfRun: Int { 3 }

    /// What has passed, with the middle of each long run that only the calendar made in one piece.
    private var pieces: [[Segment]] {
        func isPastDue(_ segment: Segment) -> Bool { clock.dueAt.map { $0 <= segment.from } ?? false }
        var runs: [[Segment]] = []
        for segment in past {
            if let last = runs.last?.last, segment.event == nil, isPastDue(segment) == isPastDue(last) {
                runs[runs.count - 1].append(segment)
            } else {
                runs.append([segment])
            }
        }
        let told = Self.toldOfRun
        return runs.flatMap { run -> [[Segment]] in
            guard run.count > 3 * told else { return run.map { [$0] } }
            let middle = Array(run.dropFirst(told).dropLast(told))
            return run.prefix(told).map { [$0] } + [middle] + run.suffix(told).map { [$0] }
        }
    }

    /// Up to when its time has passed.
    private var end: Instant { clock.stoppedAt ?? record.asOf }

    private func time(_ states: Set<Segment.State>) -> Duration { past.time(in: states, until: record.asOf) }

    private var heading: String {
        let name = CaseWords.plain(clock.key.metric.rawValue)
        let number = clock.key.instance > 1 ? " \(clock.key.instance)" : ""
        let subject = clock.subject.map { " (\($0))" } ?? ""
        return "  \(name)\(number)\(subject): \(clock.key.promise ?? "nothing promised"), \(clock.state.rawValue)"
    }

    private var terms: String {
        let version = "policy version \(clock.policy)"
        guard let target = clock.target else { return "measured only, \(version)" }
        let hours: String
        switch clock.hours {
        case nil: hours = "in a calendar that the policy does not have: not reckoned"
        case "always": hours = "by the calendar"
        case .some(let names):
            let zones = Set(names.split(separator: ",").compactMap { wall(String($0))?.zone }).sorted()
            hours = "in hours of \(names) (\(zones.joined(separator: ", ")))"
        }
        let due = clock.dueAt.map { ", due \(CaseWords.time($0))" } ?? ""
        return "\(ClockWords.length(target)) \(hours)\(due), \(version)"
    }

    private func line(_ segment: Segment) -> String {
        let to = segment.to ?? record.asOf
        let what =
            switch segment.state {
            case .running: "running"
            case .paused: "paused"
            case .closedHours: "closed hours"
            }
        let length = ClockWords.length(to - segment.from)
        let columns = what.padded(to: 12) + "  " + length.padded(to: 15)
        return "    \(CaseWords.time(segment.from))  \(columns)  \(why(segment, to))"
    }

    /// What a calendar did over a long time, in one line.
    private func summary(of run: [Segment]) -> String {
        let length = ClockWords.length((run.last?.to ?? record.asOf) - run[0].from)
        let running = ClockWords.length(run.time(in: [.running], until: record.asOf))
        let calendars = Set(run.map(\.reason)).sorted().joined(separator: ", ")
        let openings = run.count { $0.state == .running }
        let columns = "in turn".padded(to: 12) + "  " + length.padded(to: 15)
        let what = "\(calendars) opens \(openings) times, running \(running); see --details"
        return "    \(CaseWords.time(run[0].from))  \(columns)  \(what)"
    }

    /// Why the clock did that: what happened, and for the hours of a calendar the time on its wall.
    private func why(_ segment: Segment, _ to: Instant) -> String {
        let event = segment.event.flatMap { id in record.facts.first { $0.event == id } }.map(ClockWords.cause)
        let reason: String?
        switch segment.state {
        case .paused: reason = ClockWords.pause(segment.reason)
        case .closedHours, .running:
            reason = wall(segment.reason).map { wall in
                let closed = segment.state == .closedHours ? " closed" : ""
                return "\(segment.reason)\(closed) \(ClockWords.span(segment.from, to, on: wall))"
            }
        }
        return [event, reason].compactMap(\.self).joined(separator: "; ")
    }

    private var undelivered: String {
        let replies = clock.undelivered == 1 ? "a reply" : "\(clock.undelivered) replies"
        return "re-opened: \(replies) did not reach the user, so that it ran on from its start"
    }

    private func stop(_ ending: Ending) -> String {
        let who = ending.admin.map { " by admin \($0)" } ?? ""
        return "stopped: \(CaseWords.plain(ending.reason))\(who)"
    }

    /// What came of it, to the second, with what the time was made of.
    private var verdict: String {
        let parts = [("running", time([.running])), ("closed", time([.closedHours])), ("paused", time([.paused]))]
        let made = parts.filter { $0.1 > .zero }.map { "\($0.0) \(ClockWords.length($0.1))" }
        let sum = made.isEmpty ? "no time passed" : made.joined(separator: ", ")
        return "\(outcome) (\(sum))"
    }

    private var outcome: String {
        let stopped = clock.stoppedAt
        switch clock.state {
        case .met:
            guard let due = clock.dueAt, let stopped else { return "done; nothing was promised" }
            return "MET with \(ClockWords.length(due - stopped)) to spare"
        case .cleared: return "CLEARED: \(CaseWords.plain(clock.ending?.reason ?? "")), neither met nor breached"
        case .running, .paused:
            guard let due = clock.dueAt else {
                return clock.state == .paused ? "PAUSED; due when it goes on" : "RUNNING; nothing promised"
            }
            return "\(clock.state.rawValue.uppercased()); due in \(ClockWords.length(due - record.asOf))"
        case .breached:
            let at = clock.breachedAt ?? record.asOf
            if clock.isBrokenByPolicy {
                return "BREACHED at \(CaseWords.time(at)) by the change of policy, counted apart"
            }
            let late = ClockWords.length((stopped ?? record.asOf) - at)
            return "BREACHED at \(CaseWords.time(at)), \(stopped == nil ? "late by \(late) so far" : "late by \(late)")"
        }
    }

    /// The clock where a calendar is; nil for calendar time, whatever a calendar of the policy is called.
    private func wall(_ calendar: String) -> LocalClock? {
        clock.hours == "always" ? nil : record.wall(of: calendar, policy: clock.policy)
    }

    private static func json(_ segment: Segment) -> JSONValue {
        [
            "from": .string(segment.from.description), "to": .text(segment.to?.description),
            "state": .string(segment.state.rawValue), "reason": .string(segment.reason),
            "event": .text(segment.event?.description),
        ]
    }

    private static func seconds(_ duration: Duration) -> Double { Double(duration.wholeMicroseconds) / 1_000_000 }
}

extension String {
    /// The text with spaces behind it up to that many characters.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
