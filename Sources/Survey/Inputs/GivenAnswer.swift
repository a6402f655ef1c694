import Contract
import Pipeline

/// What somebody says, and what it is said to be an answer to.
struct GivenAnswer: Sendable {
    let event: EventID
    /// The token; an answer of the past may name the conversation instead.
    let survey: String
    let source: String
    let id: String
    /// nil where a rating is beyond its scale.
    let sheet: AnswerSheet?
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
        sheet = AnswerSheet(fields)
        waits = fields.value("waits").flatMap { Int($0) } ?? 0
    }
}
