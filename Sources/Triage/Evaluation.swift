/// How well a model's categories fit messages whose category is known.
package struct Evaluation: Sendable {
    /// A category's figures.
    package struct Row: Sendable, Hashable {
        package let category: String
        package let messages: Int
        package let precision: Double
        package let recall: Double
        package let f1: Double
    }

    /// How many messages were judged.
    package let messages: Int
    /// The share whose category was right.
    package let accuracy: Double
    /// The mean of the categories' F1.
    package let macroF1: Double
    /// The lowest confidence from which on 95 % are right; nil if there is none.
    package let sureFrom: Double?
    /// The share of messages below that confidence, which go to a person.
    package let shareBelow: Double
    /// The share of messages that the model itself is sure of, and the share of right ones among them.
    package let shareSure: Double
    package let accuracyWhenSure: Double
    /// The mean difference between confidence and share of right answers, in ten bands of confidence.
    package let calibrationError: Double
    /// By category, in alphabetical order.
    package let rows: [Row]

    /// Judges the examples with the model.
    package init(of model: TriageModel, on examples: [Example]) {
        let outcomes = examples.map { Outcome(model, $0) }
        let graded = outcomes.map { Graded(confidence: $0.confidence, isRight: $0.isRight, weight: 1) }
        let threshold = Graded.confidence(in: graded, wanted: Calibration.wanted)
        let sure = outcomes.filter { $0.confidence >= model.sureFrom }
        messages = outcomes.count
        accuracy = Self.share(outcomes.count(where: \.isRight), outcomes.count)
        sureFrom = threshold
        shareBelow = Self.share(outcomes.count { $0.confidence < threshold ?? 2 }, outcomes.count)
        shareSure = Self.share(sure.count, outcomes.count)
        accuracyWhenSure = Self.share(sure.count(where: \.isRight), sure.count)
        calibrationError = Self.calibrationError(outcomes)
        rows = Set(examples.map(\.category)).sorted().map { Self.row($0, outcomes) }
        macroF1 = rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.f1 } / Double(rows.count)
    }

    private struct Outcome {
        let expected: String
        let category: String
        let confidence: Double

        init(_ model: TriageModel, _ example: Example) {
            let judgement = model.judge(example.text)
            expected = example.category
            category = judgement.category
            confidence = judgement.confidence
        }

        var isRight: Bool { expected == category }
    }

    private static func row(_ category: String, _ outcomes: [Outcome]) -> Row {
        let expected = outcomes.count { $0.expected == category }
        let given = outcomes.count { $0.category == category }
        let right = outcomes.count { $0.expected == category && $0.isRight }
        return Row(
            category: category,
            messages: expected,
            precision: share(right, given),
            recall: share(right, expected),
            f1: share(2 * right, expected + given)
        )
    }

    private static func calibrationError(_ outcomes: [Outcome]) -> Double {
        let bands = (0..<10).map { band in outcomes.filter { min(Int($0.confidence * 10), 9) == band } }
        return bands.reduce(0) { sum, band in
            let difference = band.reduce(0) { $0 + $1.confidence } - Double(band.count(where: \.isRight))
            return sum + abs(difference) / Double(max(outcomes.count, 1))
        }
    }

    private static func share(_ part: Int, _ whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
