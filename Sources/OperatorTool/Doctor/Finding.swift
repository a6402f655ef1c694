import Contract

/// What the doctor says of one thing.
struct Finding: Sendable, Equatable {
    /// How bad it is.
    enum Verdict: String, Sendable {
        case fine
        /// It works, and could be better.
        case advice
        /// It must be mended.
        case mend
    }

    /// What was looked at, such as `redis maxmemory-policy`.
    var check: String
    var verdict: Verdict
    /// What was found, in one sentence.
    var sentence: String
    /// The command, or the step, that mends it.
    var mend: String?

    static func fine(_ check: String, _ sentence: String) -> Finding {
        Finding(check: check, verdict: .fine, sentence: sentence)
    }

    static func advice(_ check: String, _ sentence: String, do mend: String) -> Finding {
        Finding(check: check, verdict: .advice, sentence: sentence, mend: mend)
    }

    static func mend(_ check: String, _ sentence: String, do mend: String) -> Finding {
        Finding(check: check, verdict: .mend, sentence: sentence, mend: mend)
    }

    var json: JSONValue {
        [
            "check": .string(check), "verdict": .string(verdict.rawValue), "sentence": .string(sentence),
            "mend": .text(mend),
        ]
    }
}
