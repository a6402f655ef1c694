import Figures
import Policy

extension FigureBook {
    private static let day = Duration.seconds(86_400)

    /// The figure of a KPI, whose id it has.
    func kpi(_ kpi: KPI) -> Figure {
        let id = kpi.rawValue
        let sums = facts.sums
        let resolved = sums.n(.resolved)
        switch kpi {
        case .a1:
            let (escalated, whole) = escalation
            return .share(id, whole - escalated, of: whole)
        case .a2:
            let (escalated, whole) = escalation
            return .share(id, escalated, of: whole)
        case .a3: return .duration(id, sums.total(.workingResponse), sums.total(.workingResponse).mean)
        case .a4:
            let all = sums.responses
            return Figure(
                id,
                .seconds,
                all.percentile(0.9),
                numerator: Double(all.count(within: terms[kpi]?.within ?? Self.day)),
                denominator: Double(all.n + facts.standing.n(.late)),
                n: all.n
            )
        case .a5: return .duration(id, sums.responses, sums.responses.mean)
        case .a6: return .duration(id, sums.total(.resolution), sums.total(.resolution).mean)
        case .a7:
            let all = sums.total(.resolution)
            return .share(id, all.count(within: terms[kpi]?.within ?? Self.day), of: all.n)
        case .a8: return change(id)
        case .a9: return .share(id, sums.n(.onFirstResponse), of: resolved)
        case .a10: return .share(id, sums.n(.positive), of: sums.n(.positive) + sums.n(.neutral) + sums.n(.negative))
        case .a11: return .mean(id, .stars, sums.total(.stars))
        case .a12:
            guard let others = facts.others, let active = others.activeUsers, let reporters = others.reporters else {
                return Figure(id, .share, nil, n: 0)
            }
            return .share(id, reporters, of: active)
        case .a13:
            let decided = sums.total(.moderation)
            let inTime = decided.count(within: terms[kpi]?.within ?? .seconds(43_200))
            return .share(id, inTime, of: decided.n + facts.standing.n(.lateFlags))
        case .a14:
            guard let others = facts.others else { return Figure(id, .share, nil, n: 0) }
            return .share(id, others.recurring, of: others.upheld)
        case .a15: return .count(id, sums.n(.received) + sums.n(.sent))
        case .a16:
            guard let others = facts.others, others.chatHours > .zero else { return Figure(id, .share, nil, n: 0) }
            let (part, whole) = (others.covered / .seconds(1), others.chatHours / .seconds(1))
            return Figure(id, .share, part / whole, numerator: part, denominator: whole, n: Int(whole / 3600))
        }
    }

    /// Cycles that have been with a department, resolved or open still, and those that they are a part of.
    private var escalation: (escalated: Int, whole: Int) {
        let open = facts.standing.n(.openEscalated)
        return (facts.sums.n(.resolvedEscalated) + open, facts.sums.n(.resolved) + open)
    }

    /// A quarter against the one before; nothing of any other length, which its name does not mean.
    private func change(_ id: String) -> Figure {
        let (now, before) = (facts.sums.total(.resolution), facts.before.total(.resolution))
        guard facts.period.kind == .quarterly, let mean = now.mean, let former = before.mean, former > 0 else {
            return Figure(id, .change, nil, n: now.n)
        }
        return Figure(
            id,
            .change,
            // Rounded once: a fifth less is -0.2, which the quotient less one misses.
            (mean - former) / former,
            numerator: mean - former,
            denominator: former,
            n: min(now.n, before.n)
        )
    }
}
