import Contract

/// One thing that must hold in the database, and the query that finds where it does not.
struct VerifyCheck: Sendable {
    let name: String
    /// What must hold.
    let sentence: String
    /// Whether it need only hold when all work is done.
    var whenSettled = false
    /// Whether it compares figures with what they are counted from, and so must wait until all is folded.
    var whenFolded = false
    /// A query of one text column, a row for each difference.
    let query: String

    /// Whether it is about figures.
    var isOfFigures: Bool { name.hasPrefix("figure") }

    /// All checks, those of the log first.
    static let all = ofLog + ofStages + ofSurveys + ofFigures
}

/// What a check found.
struct VerifyResult: Sendable, Equatable {
    static let mostShown = 20

    var name: String
    var sentence: String
    /// The differences, the first ``mostShown`` of them.
    var differences: [String] = []
    /// How many there are.
    var count = 0
    /// Why nothing was compared, where it was not.
    var notCompared: String?

    /// What is to be said of it.
    enum Verdict: String { case fine, different, notCompared = "not_compared" }

    var verdict: Verdict { count > 0 ? .different : notCompared == nil ? .fine : .notCompared }
    var isFine: Bool { verdict == .fine }

    var json: JSONValue {
        [
            "check": .string(name), "verdict": .string(verdict.rawValue), "fine": .bool(isFine),
            "differences": .integer(Int64(count)), "examples": .array(differences.map { .string($0) }),
            "reason": notCompared.map { .string($0) } ?? .null,
        ]
    }
}
