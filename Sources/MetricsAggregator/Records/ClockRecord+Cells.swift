import Contract
import Policy

extension ClockRecord {
    private static let lateAfter = Duration.seconds(48 * 3600)
    private static let flagLateAfter = Duration.seconds(12 * 3600)

    /// What the measurement counts for.
    var cells: Cells {
        var cells = Cells()
        let sorted = lines.sorted { $0.key < $1.key }
        for (promise, line) in sorted where !promise.isEmpty { judge(line, promise, &cells) }
        let done = sorted.lazy.map(\.value).first { isDone($0) }
        if let done, let at = done.stoppedAt {
            let own = done.traits.by(done.by)
            let elapsed = done.elapsed ?? at - done.startedAt
            switch metric {
            case .firstResponse:
                cells.measure(.firstResponse, elapsed, at: at, own)
                let working = sorted.lazy.compactMap { self.isDone($0.value) ? $0.value.working : nil }.first
                if let working { cells.measure(.workingResponse, working, at: at, own) }
            case .nextResponse: cells.measure(.nextResponse, elapsed, at: at, own)
            case .moderation: cells.measure(.moderation, elapsed, at: at, own)
            case .stage: cells.measure(.stage, elapsed, at: at, own, label: "\(done.kind)/\(done.about)")
            case .department: cells.measure(.department, elapsed, at: at, own, label: done.about)
            case .requesterWait: cells.count(.requesterWait, at: at, own, sum: elapsed.wholeMicroseconds)
            case .agentWork: cells.count(.agentWork, at: at, own, sum: elapsed.wholeMicroseconds)
            case .resolution, .update, .assigneeResponse: break
            }
        }
        switch metric {
        case .firstResponse, .nextResponse: countLate(.late, after: Self.lateAfter, done, &cells)
        case .moderation: countLate(.lateFlags, after: Self.flagLateAfter, done, &cells)
        default: break
        }
        return cells
    }

    /// Whether what was to be done was done, be it late; otherwise it was called off.
    private func isDone(_ line: Line) -> Bool {
        guard line.stoppedAt != nil, line.state == "met" || line.state == "breached" else { return false }
        switch metric {
        case .firstResponse: return line.reason == "replied"
        case .nextResponse: return line.reason == "replied" || line.reason == "resolved"
        case .moderation, .requesterWait, .agentWork, .resolution: return line.reason == "resolved"
        case .stage: return line.reason == "resolved" || line.reason == "stage_left"
        case .department: return line.reason == "resolved" || line.reason == "handed_back"
        case .update, .assigneeResponse: return line.reason == "replied"
        }
    }

    private func judge(_ line: Line, _ promise: String, _ cells: inout Cells) {
        let own = line.traits.by(line.by)
        if line.state == "met", let at = line.stoppedAt {
            cells.count(.kept, at: at, own, label: promise)
        } else if line.state == "breached", let at = line.breachedAt {
            cells.count(.broken, at: at, own, label: promise)
        }
    }

    /// Counts it as late from when it is, whether that has come or not, until it ends.
    private func countLate(_ measure: Measure, after limit: Duration, _ done: Line?, _ cells: inout Cells) {
        guard let start = lines.values.map(\.startedAt).min() else { return }
        let ends = lines.values.map(\.stoppedAt)
        let end = done?.stoppedAt ?? (ends.contains(nil) ? nil : ends.compactMap(\.self).max())
        let from = start + limit
        if let end, end <= from { return }
        let traits = (done ?? lines.sorted { $0.key < $1.key }.first?.value)?.traits ?? Traits()
        cells.count(measure, at: from, traits)
        if let end { cells.count(measure, at: end, traits, n: -1) }
    }
}
