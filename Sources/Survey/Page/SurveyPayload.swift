import Contract
import Pages
import Satisfaction

/// A survey as JSON, for front ends that ask by themselves: an app, or a web page of another service.
struct SurveyPayload: Sendable {
    let survey: OpenSurvey
    let words: PageWords
    let factors: [AnswerSheet.Factor]
    let locksAt: Instant
    let isOpen: Bool

    /// The questions in the user's language, the scale, until when they can be answered, and the answer so far.
    var json: String {
        let questions =
            [("rating", words.rating)] + factors.map { ($0.rawValue, words.factors[$0] ?? "") }
            + [("comment", words.comment), ("suggestion", words.suggestion)]
        let asked = questions.map { name, text in
            let kind = name == "comment" || name == "suggestion" ? "text" : "rating"
            return Fields([("name", name), ("kind", kind), ("question", text)]).json
        }
        let head = Fields([
            ("survey", survey.key.name), ("state", isOpen ? "open" : "closed"), ("language", words.language.rawValue),
            ("scale", String(survey.scale.rawValue)), ("expires", locksAt.description), ("title", words.title),
            ("worst", words.ends.first), ("best", words.ends.last),
        ])
        return "\(head.json.dropLast()),\"questions\":[\(asked.joined(separator: ","))],"
            + "\"answer\":\(survey.sheet.fields.json)}"
    }

    /// The fields of a flat JSON object of strings and numbers; nil for anything else.
    static func fields(_ text: String) -> [(name: String, value: String)]? {
        guard case .object(let members)? = try? JSONValue(parsing: text) else { return nil }
        var fields: [(name: String, value: String)] = []
        for member in members {
            switch member.value {
            case .string(let value), .number(let value): fields.append((member.name, value))
            case .null: continue
            default: return nil
            }
        }
        return fields
    }
}
