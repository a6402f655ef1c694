import Contract

/// One answer as it came.
struct Answer: Sendable, Equatable {
    /// The command, or the form that was sent.
    let event: EventID
    let time: Instant
    let source: String
    let sheet: AnswerSheet
    /// Which version it made of what is known; nil for one that changed nothing.
    var version: Int?
}

extension [Answer] {
    /// What all answers together say, and when the first was given: the same in whatever order they came, and however
    /// often.
    ///
    /// The last word on each question counts. An answer counts if it was given from when the survey went out until it
    /// locks: when it expires, or so long after the first answer as answers can be amended.
    func result(sentAt: Instant, expiresAt: Instant, amendable: Duration?) -> (sheet: AnswerSheet, first: Instant?) {
        var sheet = AnswerSheet()
        var first: Instant?
        for answer in inOrder where answer.time >= sentAt {
            let begun = first ?? answer.time
            let lock = amendable.map { Swift.min(expiresAt, begun + $0) } ?? expiresAt
            if answer.time > lock { break }
            first = begun
            sheet.take(answer.sheet)
        }
        return (sheet, first)
    }

    /// By their times; of answers given at one instant, by what they say, so that arrival does not matter.
    private var inOrder: [Answer] {
        map { (answer: $0, text: $0.sheet.fields.json) }
            .sorted { ($0.answer.time, $0.text) < ($1.answer.time, $1.text) }
            .map(\.answer)
    }
}
