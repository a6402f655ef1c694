import Contract
import Policy
import Templates

/// What the variables of a notice's template stand for, from the event that is told and who is told it.
struct NoticeValues {
    let event: Event
    let person: Person
    let rules: NoticeRules
    /// What the directory calls the people whom the event names.
    let names: [Recipient: String]
    /// What the reader is written to in; nil where that is not known.
    let language: Language?

    /// What can be said of what is needed, nil for all; what is not known is left out.
    func values(
        _ kind: NoticeKind,
        _ reason: Proposal.Reason,
        _ extra: [String: String],
        needed: Set<String>?
    ) -> TemplateValues {
        let spoken = rules.spoken(language)
        let words = Words.of(spoken)
        let links = rules.notices.links
        let places = ["conversation": event.conversation?.rawValue, "case": event.case?.rawValue]
        var values = TemplateValues(extra)
        func isNeeded(_ name: String) -> Bool { (needed?.contains(name) ?? true) && values[name] == nil }
        func set(_ name: String, _ value: @autoclosure () -> String?) {
            if isNeeded(name) { values[name] = value() }
        }
        func setTime(_ name: String, _ value: @autoclosure () -> String?) {
            guard isNeeded(name), let value = value() else { return }
            let instant = Instant(rfc3339: value)
            values[name] = instant.map { rules.time(of: person).text($0, in: spoken) } ?? value
        }
        switch kind.audience {
        // Of an admin's notice, the user is whom it is about.
        case .admin: set("user_name", userName ?? event["user"])
        case .user: set("user_name", person.name)
        }
        set("counterparty_name", otherParty)
        set("admin_name", adminName ?? words.colleague)
        set("team_name", event["team"].map { title(ofTeam: $0) })
        if event["escalation"] == "department" { set("department_name", event["to"].map { title(ofTeam: $0) }) }
        set("case", event.case?.rawValue)
        set("conversation", event.conversation?.rawValue)
        set("subject", event["subject"] ?? event["asked"].map { Self.shortened($0) } ?? event["kind"].map(words.name))
        set("category", (event["case_category"] ?? event["category"]).map { title(ofCategory: $0) })
        set("kind", event["kind"].map(words.name))
        set("tier", event["case_tier"] ?? event["tier"])
        set("stage", event["stage"].map { title(ofStage: $0) ?? words.name($0) })
        set("asked", event["asked"])
        set("text", event["text"] ?? event["excerpt"] ?? (kind.audience == .admin ? event["asked"] : nil))
        setTime("opened_at", event["opened_at"])
        set("summary", event["summary"])
        set("outcome", event["outcome"].map(words.name))
        set("reason", said(reasonTerms?.title) ?? event["reason_title"] ?? event["reason"].map(words.name))
        set("next_steps", translated("next_steps", among: [reasonTerms?.nextSteps]))
        set("appeal", translated("appeal", among: [reasonTerms?.appeal, kindTerms?.appeal]))
        for name in ["root_cause", "amount", "currency", "comment", "points", "promise", "answer"] {
            set(name, event[name])
        }
        set("articles", event["article"].map { rules.title(ofArticle: $0, for: language) ?? $0 })
        set("note", event["note"])
        set(
            "escalation_reason",
            event["escalation_reason"] ?? event["reason"].map { title(ofEscalation: $0) ?? words.name($0) }
        )
        if event.type == "case.resolved" { setTime("resolved_at", event.time.description) }
        setTime("eta", event["eta"])
        setTime("due", event["due_at"] ?? event["due"] ?? event["acknowledge_by"])
        set("remaining", event["due_at"].flatMap { Instant(rfc3339: $0) }.map { remaining(until: $0, words) })
        setTime("respond_by", event["until"] ?? event["eta"])
        setTime("waiting_since", event["waiting_since"])
        setTime("until", event["resolves_at"] ?? event["until"] ?? event["acknowledge_by"])
        set("rating", event["stars"].map { "\($0)/5" } ?? event["rating"])
        set("link", NoticeLinks.filled(kind.audience == .user ? links.user : links.admin, places))
        set("not_solved_link", NoticeLinks.filled(links.notSolved, places))
        set("unsubscribe_link", rules.unsubscribeLink(of: person, for: kind))
        set("why", words.why[reason])
        return values
    }

    private var userName: String? {
        event["user"].flatMap { names[Recipient(audience: .user, id: $0)] }
    }

    /// What the other one of the two is called whom the matter is between; an admin is told who did not open it.
    private var otherParty: String? {
        guard let counterparty = event["counterparty"] else { return nil }
        let reader = person.key.recipient
        let other = reader == Recipient(audience: .user, id: counterparty) ? event["user"] : counterparty
        let name = other.flatMap { names[Recipient(audience: .user, id: $0)] }
        // Ids are for admins: to users they say nothing.
        return name ?? (reader.audience == .admin ? other : nil)
    }

    /// Who acted for the office: named by the event, or by the directory.
    private var adminName: String? {
        if let name = event["admin_name"] { return name }
        let id = event["admin"] ?? event["actor"].flatMap { $0.hasPrefix("admin:") ? String($0.dropFirst(6)) : nil }
        return id.flatMap { names[Recipient(audience: .admin, id: $0)] ?? $0 }
    }

    /// What is special to the case's kind.
    private var kindTerms: KindTerms? {
        event["kind"].flatMap(CaseKind.init(rawValue:)).flatMap { rules.document.routing.kinds[$0] }
    }

    /// What the policy says of the reason that the event gives; nil for a reason that it does not list.
    private var reasonTerms: ReasonCode? { event["reason"].flatMap { kindTerms?.reasons[Name($0)] } }

    private func said(_ texts: Localized<String>?) -> String? { rules.said(texts, to: language) }

    /// A text of the event: what the policy says in another language, which was the case's, is said in the reader's; what
    /// somebody wrote stays as it is.
    private func translated(_ name: String, among texts: [Localized<String>?]) -> String? {
        guard let text = event[name] else { return nil }
        return said(texts.compactMap(\.self).first { $0.values.values.contains(text) }) ?? text
    }

    private func title(ofStage name: String) -> String? {
        said(kindTerms?.stages.first { $0.name == name }?.title)
    }

    private func title(ofEscalation reason: String) -> String? {
        said(rules.document.escalation.reasons[Name(reason)]?.title)
    }

    private func title(ofTeam name: String) -> String {
        said(rules.document.teams[Name(name)]?.title ?? rules.document.departments[Name(name)]?.title) ?? name
    }

    private func title(ofCategory name: String) -> String {
        said(rules.document.categories[Name(name)]?.title) ?? name
    }

    private func remaining(until due: Instant, _ words: Words) -> String {
        let seconds = (due - event.time).wholeMicroseconds / 1_000_000
        let minutes = abs(seconds) / 60
        let text = minutes >= 120 ? "\(minutes / 60) h" : "\(minutes) min"
        return seconds < 0 ? "−\(text)" : text
    }

    private static func shortened(_ text: String) -> String {
        // A story may be long: no more of it is looked at than is shown.
        let line = text.prefix(61).prefix { !$0.isNewline }
        return line.count <= 60 ? String(line) : line.prefix(59) + "…"
    }
}
