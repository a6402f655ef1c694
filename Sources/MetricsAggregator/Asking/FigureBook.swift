import Figures
import Policy
import Satisfaction

/// Works figures out by their ids: the one place where each of them is defined.
struct FigureBook {
    let facts: PeriodFacts
    let terms: [KPI: KPITerms]

    /// The figures of every report, in their order; those by category come behind the one that they are parts of.
    static let ids: [String] = [
        "messages.received", "messages.sent", "messages.bot", "cases.opened", "cases.resolved", "cases.reopened",
        "cases.unresolved", "cases.escalated.tier", "cases.escalated.department", "cases.on_first_response",
        "cases.without_human_reply", "response.mean", "response.median", "response.p90", "response.within_24h",
        "response.24_to_48h", "response.over_48h", "resolution.mean", "resolution.median", "resolution.p90",
        "resolution.within_24h", "satisfaction.positive", "satisfaction.neutral", "satisfaction.negative",
        "satisfaction.rate", "satisfaction.mean_stars", "satisfaction.wilson_lower", "satisfaction.response_rate",
    ]

    /// Further figures of tables, series and breakdowns.
    static let furtherIDs: [String] = [
        "messages.courtesies", "messages.undelivered", "cases.escalated.sla", "cases.spam", "cases.merged",
        "cases.auto_answered",
        "cases.solved_by_article", "cases.silent", "response.first.mean", "response.first.median", "response.first.p90",
        "response.first.working", "templates.used", "templates.unedited", "promises.kept", "notices.sent",
        "notices.delivered", "notices.delay.mean", "notices.delay.median", "notices.delay.p90", "users.writing",
        "messages.per_admin_day",
    ]

    /// The figures that each report has.
    static let allIDs: [String] = ids + furtherIDs + KPI.allCases.map(\.rawValue)

    /// The figure of that id; nil for one that there is none of.
    func figure(_ id: String) -> Figure? {
        if let kpi = KPI(rawValue: id) { return self.kpi(kpi) }
        let parts = id.split(separator: ".")
        switch parts.first {
        case "messages": return messages(id)
        case "cases": return cases(id)
        case "response": return response(id)
        case "resolution": return resolution(id)
        case "satisfaction": return satisfaction(id)
        default: return further(id)
        }
    }

    private var sums: Sums { facts.sums }

    private func messages(_ id: String) -> Figure? {
        switch id {
        case "messages.received": .count(id, sums.n(.received))
        case "messages.sent": .count(id, sums.n(.sent))
        case "messages.bot": .count(id, sums.n(.bot))
        case "messages.courtesies": .count(id, sums.n(.courtesy))
        case "messages.undelivered": .count(id, sums.n(.undelivered))
        case "messages.per_admin_day":
            facts.others.map { others in
                let days = others.adminDays
                return Figure(
                    id,
                    .count,
                    days > 0 ? Double(sums.n(.sent)) / Double(days) : nil,
                    numerator: Double(sums.n(.sent)),
                    denominator: Double(days),
                    n: sums.n(.sent)
                )
            }
        default: nil
        }
    }

    private func cases(_ id: String) -> Figure? {
        switch id {
        case "cases.opened": .count(id, sums.n(.opened))
        case "cases.resolved": .count(id, sums.n(.resolved))
        case "cases.reopened": .count(id, sums.n(.reopened))
        case "cases.unresolved": .count(id, facts.standing.n(.open))
        case "cases.escalated.tier": .count(id, sums.n(.escalatedTier))
        case "cases.escalated.department": .count(id, sums.n(.escalatedDepartment))
        case "cases.escalated.sla": .count(id, sums.n(.escalatedByLadder))
        case "cases.on_first_response": .count(id, sums.n(.onFirstResponse))
        case "cases.without_human_reply": .count(id, sums.n(.withoutHumanReply))
        case "cases.spam": .count(id, sums.n(.spam))
        case "cases.merged": .count(id, sums.n(.merged))
        case "cases.auto_answered": .count(id, sums.n(.autoAnswered))
        case "cases.solved_by_article": .count(id, sums.n(.solvedByArticle))
        case "cases.silent": .count(id, sums.n(.silent))
        default: nil
        }
    }

    private func response(_ id: String) -> Figure? {
        let all = sums.responses
        let late = facts.standing.n(.late)
        let whole = all.n + late
        let (within24, within48) = (all.count(within: .seconds(86_400)), all.count(within: .seconds(172_800)))
        let first = sums.total(.firstResponse)
        return switch id {
        case "response.mean": .duration(id, all, all.mean)
        case "response.median": .duration(id, all, all.percentile(0.5))
        case "response.p90": .duration(id, all, all.percentile(0.9))
        case "response.within_24h": .share(id, within24, of: whole)
        case "response.24_to_48h": .share(id, within48 - within24, of: whole)
        case "response.over_48h": .share(id, all.n - within48 + late, of: whole)
        case "response.first.mean": .duration(id, first, first.mean)
        case "response.first.median": .duration(id, first, first.percentile(0.5))
        case "response.first.p90": .duration(id, first, first.percentile(0.9))
        case "response.first.working":
            .duration(id, sums.total(.workingResponse), sums.total(.workingResponse).mean)
        default: nil
        }
    }

    private func resolution(_ id: String) -> Figure? {
        let all = sums.total(.resolution)
        return switch id {
        case "resolution.mean": .duration(id, all, all.mean)
        case "resolution.median": .duration(id, all, all.percentile(0.5))
        case "resolution.p90": .duration(id, all, all.percentile(0.9))
        case "resolution.within_24h": .share(id, all.count(within: .seconds(86_400)), of: all.n)
        default: nil
        }
    }

    private func satisfaction(_ id: String) -> Figure? {
        let (positive, neutral, negative) = (sums.n(.positive), sums.n(.neutral), sums.n(.negative))
        let rated = positive + neutral + negative
        return switch id {
        case "satisfaction.positive": .count(id, positive)
        case "satisfaction.neutral": .count(id, neutral)
        case "satisfaction.negative": .count(id, negative)
        case "satisfaction.rate": .share(id, positive, of: rated)
        case "satisfaction.mean_stars": .mean(id, .stars, sums.total(.stars))
        case "satisfaction.wilson_lower":
            Figure(
                id,
                .share,
                ShareInterval(positive, of: rated)?.lower,
                numerator: Double(positive),
                denominator: Double(rated),
                n: rated
            )
        case "satisfaction.response_rate": .share(id, sums.n(.surveyAnswered), of: sums.n(.surveySent))
        default: nil
        }
    }

    private func further(_ id: String) -> Figure? {
        let sent = sums.n(.sent)
        let unedited = sums.n(.sent, "template")
        switch id {
        case "templates.used": return .share(id, unedited + sums.n(.sent, "edited"), of: sent)
        case "templates.unedited": return .share(id, unedited, of: sent)
        case "promises.kept": return .share(id, sums.n(.kept), of: sums.n(.kept) + sums.n(.broken))
        case "users.writing": return facts.others?.writers.map { .count(id, $0) }
        case "notices.delay.mean": return delay(id) { $0.mean }
        case "notices.delay.median": return delay(id) { $0.percentile(0.5) }
        case "notices.delay.p90": return delay(id) { $0.percentile(0.9) }
        case "notices.sent", "notices.delivered":
            var states = NoticeStates()
            for (label, total) in sums.labels(.notice) { states.add(total.n, label) }
            return id == "notices.sent" ? .count(id, states.sent) : .share(id, states.arrived, of: states.tried)
        default: return nil
        }
    }

    /// How long users and admins waited for their notices.
    private func delay(_ id: String, _ seconds: (Histogram) -> Double?) -> Figure {
        let all = sums.total(.noticeDelay)
        return .duration(id, all, seconds(all))
    }
}

extension Figure {
    /// A duration in seconds, of as many as a histogram has.
    static func duration(_ id: String, _ histogram: Histogram, _ seconds: Double?) -> Figure {
        Figure(
            id,
            .seconds,
            seconds,
            numerator: Double(histogram.sum) / 1e6,
            denominator: Double(histogram.n),
            n: histogram.n
        )
    }

    /// A mean of what is summed up in thousandths.
    static func mean(_ id: String, _ unit: FigureUnit, _ total: Histogram) -> Figure {
        Figure(
            id,
            unit,
            total.n > 0 ? Double(total.sum) / 1000 / Double(total.n) : nil,
            numerator: Double(total.sum) / 1000,
            denominator: Double(total.n),
            n: total.n
        )
    }
}
