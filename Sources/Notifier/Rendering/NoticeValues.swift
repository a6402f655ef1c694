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
    let language: Language

    /// What can be said of what is needed, nil for all; what is not known is left out.
    func values(
        _ kind: NoticeKind,
        _ reason: Proposal.Reason,
        _ extra: [String: String],
        needed: Set<String>?
    ) -> TemplateValues {
        let words = Words.of(language)
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
            values[name] = instant.map { rules.time(of: person).text($0, in: language) } ?? value
        }
        switch kind.audience {
        // Of an admin's notice, the user is whom it is about.
        case .admin: set("user_name", userName ?? event["user"])
        case .user: set("user_name", person.name)
        }
        set("admin_name", adminName ?? words.colleague)
        set("team_name", event["team"].map { title(ofTeam: $0) })
        if event["escalation"] == "department" { set("department_name", event["to"].map { title(ofTeam: $0) }) }
        set("case", event.case?.rawValue)
        set("conversation", event.conversation?.rawValue)
        set("subject", event["subject"] ?? event["asked"].map { Self.shortened($0) } ?? event["kind"].map(words.name))
        set("category", (event["case_category"] ?? event["category"]).map { title(ofCategory: $0) })
        set("kind", event["kind"].map(words.name))
        set("tier", event["case_tier"] ?? event["tier"])
        set("stage", event["stage"].map(words.name))
        set("asked", event["asked"])
        set("text", event["text"] ?? event["excerpt"] ?? (kind.audience == .admin ? event["asked"] : nil))
        setTime("opened_at", event["opened_at"])
        set("summary", event["summary"])
        set("outcome", event["outcome"].map(words.name))
        set("reason", event["reason_title"] ?? event["reason"].map(words.name))
        for name in [
            "next_steps", "appeal", "root_cause", "amount", "currency", "comment", "points", "promise", "answer",
        ] {
            set(name, event[name])
        }
        set("articles", event["article"])
        set("note", event["note"])
        set("escalation_reason", event["escalation_reason"] ?? event["reason"].map(words.name))
        if event.type == "case.resolved" { setTime("resolved_at", event.time.description) }
        setTime("eta", event["eta"])
        setTime("due", event["due_at"] ?? event["due"] ?? event["acknowledge_by"])
        set("remaining", event["due_at"].flatMap { Instant(rfc3339: $0) }.map { remaining(until: $0, words) })
        setTime("respond_by", event["until"] ?? event["eta"])
        setTime("waiting_since", event["waiting_since"])
        setTime("until", event["resolves_at"] ?? event["until"] ?? event["acknowledge_by"])
        set("rating", event["stars"].map { "\($0)/5" } ?? event["rating"])
        set("link", NoticeRules.link(kind.audience == .user ? links.user : links.admin, places))
        set("not_solved_link", NoticeRules.link(links.notSolved, places))
        set("why", words.why[reason])
        return values
    }

    private var userName: String? {
        event["user"].flatMap { names[Recipient(audience: .user, id: $0)] }
    }

    /// Who acted for the office: named by the event, or by the directory.
    private var adminName: String? {
        if let name = event["admin_name"] { return name }
        let id = event["admin"] ?? event["actor"].flatMap { $0.hasPrefix("admin:") ? String($0.dropFirst(6)) : nil }
        return id.flatMap { names[Recipient(audience: .admin, id: $0)] ?? $0 }
    }

    private func title(ofTeam name: String) -> String {
        let title = rules.document.teams[Name(name)]?.title ?? rules.document.departments[Name(name)]?.title
        return title?.value(for: language, fallback: rules.document.templates.fallback) ?? name
    }

    private func title(ofCategory name: String) -> String {
        rules.document.categories[Name(name)]?.title
            .value(for: language, fallback: rules.document.templates.fallback) ?? name
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
