import Contract

extension CaseRecord {
    /// What the case counts for, as far as it is known.
    var cells: Cells {
        var cells = Cells()
        addMessages(to: &cells)
        for (number, cycle) in cycles.enumerated() {
            let replies = max(0, cycle.replies - lost.count { cycleOfReply(at: $0) == number })
            add(cycle, isFirst: number == 0, replies: replies, to: &cells)
        }
        if isSpam { return cells }
        for written in lost { cells.count(.undelivered, at: written, traits) }
        if let answeredAt { cells.count(.autoAnswered, at: answeredAt, traits) }
        return cells
    }

    /// The cycle in which a reply was written, by its time: the last one that had begun.
    private func cycleOfReply(at time: Instant) -> Int { cycles.lastIndex { $0.at <= time } ?? 0 }

    /// Spam is nobody's concern: it counts as spam and nothing else.
    private var isSpam: Bool { cycles.last?.end?.how == .spam }

    private func addMessages(to cells: inout Cells) {
        for (key, count) in messages {
            var own = traits.by(key.admin)
            if !key.channel.isEmpty { own.channel = key.channel }
            if !key.category.isEmpty { own.category = key.category }
            if !key.campaign.isEmpty { own.campaign = key.campaign }
            let instant = Instant(microseconds: key.hour * 3_600_000_000)
            cells.count(key.measure, at: instant, own, label: key.label, n: count)
        }
    }

    private func add(_ cycle: Cycle, isFirst: Bool, replies: Int, to cells: inout Cells) {
        if isSpam {
            if let end = cycle.end, end.how == .spam { cells.count(.spam, at: end.at, traits, label: kind) }
            return
        }
        cells.count(isFirst ? .opened : .reopened, at: cycle.at, traits, label: kind)
        for reopening in cycle.reopenings { cells.count(.reopened, at: reopening, traits, label: kind) }
        for (place, span) in cycle.spans.enumerated() {
            // A case is open from when it was opened, however long its user had waited before.
            cells.count(.open, at: place == 0 ? cycle.at : span.from, traits, label: kind)
            if let to = span.to {
                cells.count(.open, at: max(to, place == 0 ? cycle.at : to), traits, label: kind, n: -1)
            }
        }
        for escalation in cycle.escalations {
            let measure: Measure =
                switch escalation.kind {
                case .tier: .escalatedTier
                case .department: .escalatedDepartment
                case .sla: .escalatedByLadder
                }
            let label = "\(escalation.to)/\(escalation.reason)"
            cells.count(measure, at: escalation.at, traits.by(escalation.by), label: label)
        }
        if let first = cycle.escalations.first(where: { $0.kind == .department }) {
            cells.count(.openEscalated, at: first.at, traits)
            if let end = cycle.end { cells.count(.openEscalated, at: max(end.at, first.at), traits, n: -1) }
        }
        switch cycle.end?.how {
        case .resolved: addResolve(of: cycle, replies: replies, to: &cells)
        case .merged: cells.count(.merged, at: cycle.end?.at ?? cycle.at, traits, label: kind)
        case .spam, nil: break
        }
    }

    /// A reply that did not arrive answered nothing, so that of `replies` it is none.
    private func addResolve(of cycle: Cycle, replies: Int, to cells: inout Cells) {
        guard let end = cycle.end else { return }
        let own = traits.by(end.admin)
        func count(_ measure: Measure, _ label: String? = nil) {
            cells.count(measure, at: end.at, own, label: label ?? kind)
        }
        count(.resolved)
        if end.isSilent { count(.silent) }
        if replies == 0 { count(.withoutHumanReply) }
        if cycle.escalations.contains(where: { $0.kind == .department }) { count(.resolvedEscalated) }
        // The ladder moves a case without anybody having asked for help.
        let isHelped = cycle.escalations.contains { $0.kind != .sla }
        if replies == 1, !isHelped, cycle.reopenings.isEmpty { count(.onFirstResponse) }
        if end.isByArticle, replies == 0 {
            count(.solvedByArticle)
        } else {
            cells.measure(.resolution, cycle.elapsed, at: end.at, own, label: kind)
        }
        if !end.outcome.isEmpty { count(.outcome, "\(kind)/\(end.outcome)/\(end.reason)") }
        if !end.cause.isEmpty { count(.cause, "\(kind)/\(end.cause)") }
    }
}

extension CaseRecord.Cycle {
    /// How long it was open.
    var elapsed: Duration {
        spans.reduce(.zero) { $0 + (($1.to ?? $1.from) - $1.from) }
    }
}
