/// A multinomial logistic regression over hashed features, its weights in a byte each.
struct LinearClassifier: Sendable, Hashable {
    /// What it tells apart, in the order of its weights.
    let classes: [String]
    /// The weights in steps of `step`: a row for each bucket, a column for each class.
    let weights: ByteTable
    /// What one step of a weight is worth.
    let step: Float
    /// The score of each class before any feature.
    let biases: [Float]
    /// What scores are divided by, so that confidences are as right as they say.
    var temperature: Float
    /// The confidence from which on enough answers are right.
    var sureFrom: Float

    /// The calibrated score of each class.
    func scores(of features: Features) -> [Double] {
        scores(of: features.buckets)
    }

    /// The calibrated score of each class for features by their buckets.
    func scores(of buckets: [UInt16]) -> [Double] {
        let sums = weights.sum(of: buckets)
        let worth = worth(of: buckets.count)
        return classes.indices.map { Double(biases[$0]) / Double(temperature) + Double(sums[$0]) * worth }
    }

    /// The probability of each class.
    func probabilities(of buckets: [UInt16]) -> [Double] {
        Exponential.softmax(scores(of: buckets))
    }

    /// What each term adds to the score of a class: the words at even, the pairs at odd places.
    func contributions(of features: Features, to label: Int, wordCount: Int) -> [Double] {
        var steps = [Int32](repeating: 0, count: 2 * wordCount)
        for (bucket, term) in zip(features.buckets, features.terms) {
            steps[Int(term)] &+= Int32(weights[Int(bucket), label])
        }
        let worth = worth(of: features.buckets.count)
        return steps.map { Double($0) * worth }
    }

    /// What one step of a weight adds to a calibrated score of a message of so many features.
    func worth(of featureCount: Int) -> Double {
        Double(step) / (Double(max(featureCount, 1)).squareRoot() * Double(temperature))
    }
}

extension LinearClassifier {
    /// Weights in bytes: the greatest of them become 127 steps, the others keep their proportion.
    init(classes: [String], weights: [Float], biases: [Float]) {
        let greatest = weights.reduce(Float(0)) { max($0, abs($1)) }
        let step = max(greatest, 1e-6) / 127
        self.init(classes: classes, weights: weights, biases: biases, step: step, temperature: 1, sureFrom: 1)
    }

    /// Weights in bytes of the given step; what is greater than 127 of them is cut.
    init(classes: [String], weights: [Float], biases: [Float], step: Float, temperature: Float, sureFrom: Float) {
        self.classes = classes
        self.weights = ByteTable(weights.map { Int8(clamping: Int(($0 / step).rounded())) }, columns: classes.count)
        self.step = step
        self.biases = biases
        self.temperature = temperature
        self.sureFrom = sureFrom
    }
}
