import Contract

extension CaseRecord {
    /// Takes an event of the topic `cases` about the case.
    mutating func take(_ event: Event) {
        let told = Told(event)
        if event.type == "message.posted" { return post(told) }
        traits.category = told["category"] ?? traits.category
        traits.language = told["language"] ?? traits.language
        traits.team = told["team"] ?? traits.team
        switch event.type {
        case "case.opened":
            kind = told["kind"] ?? "conversation"
            traits.channel = told["channel"] ?? ""
            traits.campaign = told["campaign"] ?? ""
            if kind == "flag" {
                item = event.fields["subject"].map { Self.item(of: $0) } ?? told["counterparty"] ?? ""
            }
            let start = min(told.instant("merged_opened_at") ?? event.time, event.time)
            cycles.append(Cycle(at: event.time, spans: [(start, nil)]))
        case "case.replied": edit { $0.replies += 1 }
        case "case.reply_failed": if let written = told.instant("replied_at") { lost.insert(written) }
        case "case.reply_arrived": if let written = told.instant("replied_at") { lost.remove(written) }
        case "case.escalated":
            let escalation = Escalation(
                at: event.time,
                kind: told["escalation"].flatMap { Escalation.Kind(rawValue: $0) } ?? .tier,
                to: told["to"] ?? "",
                reason: told.code("reason"),
                by: told.admin
            )
            edit { $0.escalations.append(escalation) }
        case "case.updated":
            if let earlier = told.instant("merged_opened_at") { begin(cycles.indices.last, by: earlier) }
        case "case.auto_answered": answeredAt = event.time
        case "case.resolved": resolve(told)
        case "case.merged": close(End(at: event.time, how: .merged))
        case "case.spam": close(End(at: event.time, how: .spam))
        case "case.reopened": reopen(told)
        default: break
        }
    }

    /// A cycle began by then: the first one by a message that was there before, the one that a matter is merged into by that
    /// matter.
    private mutating func begin(_ cycle: Int?, by earlier: Instant) {
        guard let cycle, let first = cycles[cycle].spans.first, earlier < first.from else { return }
        cycles[cycle].spans[0].from = earlier
    }

    private mutating func post(_ told: Told) {
        let isPrivate = told["visibility"] == "private"
        let measure: Measure
        switch told["role"] {
        case "user": measure = .received
        case "admin": measure = isPrivate ? .note : .sent
        default: measure = isPrivate ? .note : .bot
        }
        if measure == .received, told["courtesy"] != "true", !isPrivate {
            begin(cycles.indices.first, by: told.event.time)
        }
        for key in MessageKey.keys(of: told, measure) { messages[key, default: 0] += 1 }
    }

    private mutating func resolve(_ told: Told) {
        var end = End(at: told.event.time, how: .resolved)
        end.admin = told.admin
        end.outcome = told["outcome"] ?? ""
        end.reason = told.code("reason")
        end.cause = told.code("root_cause")
        end.isByArticle = told["reason"] == "answered_by_article"
        end.isSilent = told["silent"] == "true" && !end.isByArticle
        close(end)
    }

    private mutating func close(_ end: End) {
        edit { cycle in
            if cycle.spans.last?.to == nil, let last = cycle.spans.indices.last {
                cycle.spans[last].to = max(end.at, cycle.spans[last].from)
            }
            cycle.end = end
        }
    }

    private mutating func reopen(_ told: Told) {
        let number = told["cycle"].flatMap { Int($0) } ?? cycles.count
        if number > cycles.count {
            cycles.append(Cycle(at: told.event.time, spans: [(told.event.time, nil)]))
            return
        }
        let wasSpam = cycles.last?.end?.how == .spam
        edit { cycle in
            cycle.spans.append((told.event.time, nil))
            if !wasSpam { cycle.reopenings.append(told.event.time) }
            cycle.end = nil
        }
    }

    private mutating func edit(_ change: (inout Cycle) -> Void) {
        guard let last = cycles.indices.last else { return }
        change(&cycles[last])
    }
}

extension CaseRecord.MessageKey {
    /// Where a message counts.
    static func keys(of told: Told, _ measure: Measure) -> [CaseRecord.MessageKey] {
        func key(_ measure: Measure, _ label: String = "") -> CaseRecord.MessageKey {
            CaseRecord.MessageKey(
                hour: Int64(told.event.time.hour),
                measure: measure,
                label: label,
                admin: measure == .sent || measure == .note ? told["admin"] ?? "" : "",
                channel: told["channel"] ?? "",
                category: told["category"] ?? "",
                campaign: told["campaign"] ?? ""
            )
        }
        switch measure {
        case .sent:
            let label = told["template"] == nil ? "" : told["template_edited"] == "true" ? "edited" : "template"
            return [key(.sent, label)]
        case .received where told["courtesy"] == "true": return [key(.received), key(.courtesy)]
        default: return [key(measure)]
        }
    }
}
