import BusinessTime
import Clocks
import Contract

/// How the tool says in words what clocks are made of.
enum ClockWords {
    /// A length of time to the second, such as `1 d 2 h 3 min 4 s`; zeros are left out.
    static func length(_ duration: Duration) -> String {
        let seconds = duration.wholeMicroseconds / 1_000_000
        let rest = abs(seconds)
        let parts = [(rest / 86_400, "d"), (rest / 3600 % 24, "h"), (rest / 60 % 60, "min"), (rest % 60, "s")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
        return text.isEmpty ? "0 s" : (seconds < 0 ? "-" : "") + text
    }

    /// From when to when, on the wall of a place, such as `Thu 16:30–17:00`.
    static func span(_ from: Instant, _ to: Instant, on wall: LocalClock) -> String {
        let (first, last) = (wall.text(at: from), wall.text(at: to))
        let isOneDay = first.prefix(3) == last.prefix(3) && to - from < .seconds(86_400)
        return "\(first)–\(isOneDay ? String(last.dropFirst(4)) : last)"
    }

    /// Why a clock stands still.
    static func pause(_ reason: String) -> String {
        switch reason {
        case "user": "waits for the user"
        case "third_party": "waits for a third party"
        case "department": "a department has it"
        case "resolved": "it was resolved, and reopened later"
        default: CaseWords.plain(reason)
        }
    }

    /// What happened that began something.
    static func cause(_ fact: Fact) -> String {
        let admin = fact.fields["admin"] ?? fact.fields["by"]
        let who = admin.map { " by admin \($0)" } ?? ""
        switch fact.kind {
        case .posted: return "the user wrote"
        case .opened:
            return fact.fields["asks"] == "true" ? "the user wrote" : "opened"
        case .assigned: return "assigned to \(admin ?? "somebody")"
        case .escalated: return "escalated to \(fact.fields["to"] ?? "others")"
        case .waiting: return "put off"
        case .updated: return fact.fields["stage"].map { "stage \($0)" } ?? "updated"
        default:
            let word = CaseWords.plain(String(fact.kind.rawValue.split(separator: ".").last ?? ""))
            return word + who
        }
    }
}
