import Contract
import Pipeline
import Satisfaction

/// What somebody says, and what it is said to be an answer to.
struct GivenAnswer: Sendable {
    let event: EventID
    /// The token; an answer of the past may name the conversation instead.
    let survey: String
    let source: String
    let id: String
    /// What is said, as it came.
    let fields: Fields
    /// How often it has waited for its survey already.
    let waits: Int

    init(_ fields: Fields, event: EventID) throws(StageFault) {
        guard let survey = fields.value("survey") else {
            throw StageFault(code: "malformed_answer", detail: "the answer does not name a survey")
        }
        self.event = event
        self.survey = survey
        source = fields.value("source") ?? ""
        id = fields.value("id") ?? ""
        self.fields = fields
        waits = fields.value("waits").flatMap { Int($0) } ?? 0
    }

    /// What is said in answer to questions on that scale; nil where a rating is beyond its scale.
    func sheet(askedOn scale: Rating.Scale) -> AnswerSheet? { AnswerSheet(fields, askedOn: scale) }
}
