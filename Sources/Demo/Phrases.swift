/// What people of one language write; `{item}`, `{ref}`, `{place}` and `{name}` are filled in.
struct Phrases: Sendable {
    /// How users begin, by category or kind.
    var openings: [String: [String]]
    /// What users add before anybody has answered.
    var additions: [String]
    /// What admins answer, by category; those of `general` fit all.
    var answers: [String: [String]]
    /// What admins ask, and what users say to that.
    var questions: [String]
    var details: [String]
    /// The summary of what was done.
    var summaries: [String]
    var thanks: [String]
    /// Why users come back.
    var again: [String]
    /// What a decision says, by outcome, and what puts it right.
    var decisions: [String: String]
    var steps: [String]
    /// What users say of it afterwards: good, bad, and what could be better.
    var praise: [String]
    var blame: [String]
    var wishes: [String]
    var items: [String]

    /// The phrases of a language; those that are not here write English.
    static func of(_ language: String) -> Phrases {
        switch language {
        case "fr": french
        case "pt": portuguese
        case "es": spanish
        default: english
        }
    }

    /// How a user begins about something.
    func opening(_ topic: String, _ dice: inout Dice) -> String {
        dice.pick(openings[topic] ?? openings["general"] ?? [topic])
    }

    /// What an admin answers about something: now and then a sentence that fits all.
    func answer(_ topic: String, _ dice: inout Dice) -> String {
        let own = answers[topic] ?? []
        let general = answers["general"] ?? [topic]
        return dice.pick(own.isEmpty || dice.chance(0.2) ? general : own)
    }

    /// What the decision says.
    func decision(_ outcome: String) -> String { decisions[outcome] ?? outcome }
}
