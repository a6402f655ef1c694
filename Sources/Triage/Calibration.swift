/// How sure a classifier may be, found on messages that it did not learn from.
struct Calibration {
    /// An answer to a message whose class is known.
    struct Answer {
        let scores: [Double]
        let label: Int
        let weight: Double
    }

    /// The share of right answers that "sure" stands for.
    static let wanted = 0.95

    let temperature: Double
    /// The lowest confidence from which on the wanted share is right; 1 where there is none.
    let sureFrom: Double

    /// Fits the temperature (least log loss, golden section), then finds the confidence.
    init(_ answers: [Answer]) {
        let ratio = 0.618_033_988_749_894_9
        var (low, high) = (-2.0, 2.5)
        for _ in 0..<40 {
            let span = (high - low) * ratio
            let (left, right) = (high - span, low + span)
            if Self.loss(answers, Exponential.exp(left)) <= Self.loss(answers, Exponential.exp(right)) {
                high = right
            } else {
                low = left
            }
        }
        // Without answers the search ends at its border: then scores stay as they are.
        let temperature = answers.isEmpty ? 1 : Exponential.exp((low + high) / 2)
        self.temperature = temperature
        let judged = answers.map { answer in
            let shares = Exponential.softmax(answer.scores, temperature: temperature)
            let best = shares.indices.max { shares[$0] < shares[$1] } ?? 0
            return Graded(confidence: shares[best], isRight: best == answer.label, weight: answer.weight)
        }
        sureFrom = Graded.confidence(in: judged, wanted: Self.wanted) ?? 1
    }

    private static func loss(_ answers: [Answer], _ temperature: Double) -> Double {
        answers.reduce(0) { sum, answer in
            let share = Exponential.softmax(answer.scores, temperature: temperature)[answer.label]
            return sum - answer.weight * Exponential.log(max(share, 1e-12))
        }
    }
}

/// An answer with its confidence, and whether it was right.
struct Graded {
    let confidence: Double
    let isRight: Bool
    let weight: Double

    /// The lowest confidence from which on at least the wanted share of the answers is right; nil if none is.
    static func confidence(in answers: [Graded], wanted: Double) -> Double? {
        let sorted = answers.sorted { $0.confidence > $1.confidence }
        var found: Double?
        var (right, all) = (0.0, 0.0)
        for (index, answer) in sorted.enumerated() {
            all += answer.weight
            if answer.isRight { right += answer.weight }
            let isLastOfEqual = index + 1 == sorted.count || sorted[index + 1].confidence < answer.confidence
            if isLastOfEqual, right >= wanted * all { found = answer.confidence }
        }
        return found
    }
}
