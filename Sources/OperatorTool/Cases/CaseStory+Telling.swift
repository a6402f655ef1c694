import Contract

extension CaseStory {
    /// No line is longer, but for words that are longer themselves.
    static let width = 100

    /// What the case is now: who has it or why nobody has, and what the triage decided.
    var heading: [String] {
        var lines = ["\(facts.id)  \(facts.kind), \(facts.state), opened \(CaseWords.time(facts.openedAt)) UTC"]
        let people = [
            facts.user.map { "user \($0)" }, facts.assignee.map { "admin \($0)" }, facts.team.map { "team \($0)" },
        ]
        if people.contains(where: { $0 != nil }) {
            lines.append("  " + people.compactMap(\.self).joined(separator: ", "))
        }
        if let why = facts.whyNobody {
            let since = facts.queuedAt ?? facts.awaitingSince
            let waiting = since.map {
                " since \(CaseWords.time($0)) UTC (\(CaseWords.age(from: $0, to: facts.readAt)))"
            }
            lines.append("  nobody has it\(waiting ?? ""): \(why)")
        }
        if let wakesAt = facts.wakesAt { lines.append("  wakes \(CaseWords.time(wakesAt)) UTC") }
        return (lines + triage).flatMap { Self.wrap($0, indent: 4) }
    }

    /// What decided category, tier, language and spam, as far as it is known.
    private var triage: [String] {
        let opening = steps.first { $0.type == "case.opened" }
        var lines: [String] = []
        let words = opening?.fact("words").map { "; words: \($0)" } ?? ""
        let sure = facts.confidence.map { CaseWords.percent($0) }
        if let category = facts.category {
            var by: [String] = []
            if let decider = facts.categoryBy { by.append(CaseWords.decider(decider)) }
            if facts.categoryBy == "model", let sure { by.append("\(sure) sure") }
            if facts.categoryBy == "model", let model = facts.model { by.append("model \(model)") }
            let told = ["model", "keywords"].contains(facts.categoryBy) ? words : ""
            lines.append("  category \(category)\(by.isEmpty ? "" : ", " + by.joined(separator: ", "))\(told)")
        }
        if let suggested = facts.suggestedCategory {
            let model = facts.model.map { "model \($0)" } ?? "the model"
            lines.append("  \(model) suggests \(suggested), \(sure ?? "not") sure, which is not enough\(words)")
        }
        let rest = [
            facts.tier.map { "tier \($0)" + (facts.tierBy.map { " (\(CaseWords.decider($0)))" } ?? "") },
            facts.language.map { "language \($0)" + (facts.languageBy.map { " (\(CaseWords.decider($0)))" } ?? "") }
                ?? opening?.fact("language_guess").map { "language perhaps \($0)" },
            facts.spamScore.map { "spam \(CaseWords.percent($0))" },
        ]
        let told = rest.compactMap(\.self)
        if !told.isEmpty { lines.append("  " + told.joined(separator: ", ")) }
        if let signs = opening?.fact("spam_signs") { lines.append("  signs of spam: \(signs)") }
        return lines
    }

    /// The decisions, one line each; with their facts below them where `details` are wanted.
    func lines(details: Bool) -> [String] {
        let digits = steps.last.map { String($0.number).count } ?? 1
        return steps.flatMap { step -> [String] in
            let number = String(step.number)
            let place = String(repeating: " ", count: digits - number.count) + number
            let line = "  \(place)  \(CaseWords.time(step.time))  \(step.sentence)"
            // Of a refusal the reason must stand there whole.
            let lines = details || step.isRefusal ? Self.wrap(line, indent: digits + 25) : [Self.cut(line)]
            guard details else { return lines }
            let facts = step.facts
            return lines
                + (facts.isEmpty ? [] : Self.wrap("      " + facts, indent: 6))
        }
    }

    private static func cut(_ line: String) -> String {
        line.count > width ? line.prefix(width - 1) + "…" : line
    }

    /// The line in pieces that fit, each but the first set in by so many spaces.
    static func wrap(_ line: String, indent: Int) -> [String] {
        guard line.count > width else { return [line] }
        var lines: [String] = []
        var current = String(line.prefix { $0 == " " })
        var isEmpty = true
        for word in line.dropFirst(current.count).split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, current.count + 1 + word.count > width {
                lines.append(current)
                current = String(repeating: " ", count: indent)
                isEmpty = true
            }
            current += isEmpty ? word : " " + word
            isEmpty = false
        }
        return lines + [current]
    }
}

extension CaseStory.Step {
    /// Whether it is a command that had no effect.
    var isRefusal: Bool { type == "case.refused" }

    /// What happened, by whom and why, in one line.
    var sentence: String {
        let who = CaseWords.actor(actor)
        if isRefusal {
            let code = fact("code") ?? reason ?? ""
            return "REFUSED \(fact("command") ?? "a command") of \(who): \(code): \(fact("detail") ?? "")"
        }
        if type.hasPrefix("clock.") { return ladder }
        let why = reason.map { ": \(CaseWords.plain($0))" } ?? ""
        return "\(happening) by \(who)\(why)"
    }

    /// What the ladder of a promise asked for, and what of it was left undone and why.
    private var ladder: String {
        let promise = fact("promise") ?? "a promise"
        let what = type == "clock.breached" ? "promise \(promise) BROKEN" : "promise \(promise) at risk"
        let level = fact("level").map { ", level \($0) calls \(fact("notify") ?? "nobody")" } ?? ""
        let until = fact("acknowledge_by").map { ", to be acknowledged by \(String($0.prefix(19)))" } ?? ""
        let omitted = fact("omitted").map { "; not done: \(CaseWords.plain($0))" } ?? ""
        return what + level + until + omitted
    }

    private var happening: String {
        switch type {
        case "case.assigned": "assigned to \(fact("admin") ?? "somebody")"
        case "case.unassigned": "taken from \(fact("admin") ?? "its admin")"
        case "case.escalated": "escalated to \(fact("to") ?? fact("team") ?? fact("department") ?? "others")"
        case "case.categorized" where fact("tier_by") == "ladder":
            "tier raised from \(fact("former_tier") ?? "none") to \(fact("tier") ?? "none")"
        case "case.categorized": "categorized as \(fact("category") ?? "nothing")"
        case "case.resolved": "resolved\(fact("outcome").map { " as \($0)" } ?? "")"
        case "case.merged": "merged\(fact("into").map { " into \($0)" } ?? "")"
        case "case.updated": "updated\(fact("stage").map { ", stage \($0)" } ?? "")"
        default: CaseWords.plain(type.hasPrefix("case.") ? String(type.dropFirst(5)) : type)
        }
    }

    /// The facts as `name=value`, without what the case's first lines and the sentence say anyway.
    var facts: String {
        guard case .object(let members) = detail else { return "" }
        let known: Set = ["kind", "subject", "user", "reason", "actor", "opened_at"]
        return members.filter { !known.contains($0.name) }
            .map { member in
                let value = member.value.text ?? member.value.description
                let line = String(value.map { $0.isNewline || $0 == "\t" ? " " : $0 })
                return "\(member.name)=\(line.contains(" ") ? "\"\(line)\"" : line)"
            }
            .joined(separator: " ")
    }
}
