/// Learns a linear classifier by stochastic gradient descent with AdaGrad's step sizes, in a fixed order.
struct LinearTrainer {
    /// A message by its features, and what it is.
    struct Sample {
        let buckets: [UInt16]
        let label: Int
        let weight: Float
    }

    static let epochs = 12
    static let rate: Float = 0.4
    static let decay: Float = 2e-6

    private let classCount: Int
    private var weights: [Float]
    private var squares: [Float]
    private var biases: [Float]
    private var biasSquares: [Float]

    private init(classCount: Int) {
        self.classCount = classCount
        weights = [Float](repeating: 0, count: Features.bucketCount * classCount)
        squares = [Float](repeating: 1e-4, count: Features.bucketCount * classCount)
        biases = [Float](repeating: 0, count: classCount)
        biasSquares = [Float](repeating: 1e-4, count: classCount)
    }

    /// The classifier that the samples teach; the same samples in the same order teach the same one.
    static func fit(_ samples: [Sample], classes: [String], seed: UInt64) -> LinearClassifier {
        var trainer = LinearTrainer(classCount: classes.count)
        var generator = SeededGenerator(seed: seed)
        var order = Array(samples.indices)
        for _ in 0..<epochs {
            generator.shuffle(&order)
            for index in order {
                trainer.learn(samples[index])
            }
        }
        trainer.center()
        return LinearClassifier(classes: classes, weights: trainer.weights, biases: trainer.biases)
    }

    private mutating func learn(_ sample: Sample) {
        let unit = 1 / Float(max(sample.buckets.count, 1)).squareRoot()
        let errors = errors(of: sample, unit: unit)
        for label in 0..<classCount {
            biasSquares[label] += errors[label] * errors[label]
            biases[label] -= Self.rate * errors[label] / biasSquares[label].squareRoot()
        }
        for bucket in sample.buckets {
            let start = Int(bucket) &* classCount
            for label in 0..<classCount {
                let place = start &+ label
                let slope = errors[label] * unit + Self.decay * weights[place]
                squares[place] += slope * slope
                weights[place] -= Self.rate * slope / squares[place].squareRoot()
            }
        }
    }

    /// By how much each class's probability is off, times the sample's weight.
    private func errors(of sample: Sample, unit: Float) -> [Float] {
        var sums = [Float](repeating: 0, count: classCount)
        for bucket in sample.buckets {
            let start = Int(bucket) &* classCount
            for label in 0..<classCount {
                sums[label] += weights[start &+ label]
            }
        }
        let scores = (0..<classCount).map { Double(biases[$0] + sums[$0] * unit) }
        var errors = Exponential.softmax(scores).map { Float($0) }
        errors[sample.label] -= 1
        for label in errors.indices {
            errors[label] *= sample.weight
        }
        return errors
    }

    /// Lets the weights of each feature sum to zero, so that a contribution says what sets a class apart.
    private mutating func center() {
        for start in stride(from: 0, to: weights.count, by: classCount) {
            Self.center(&weights, from: start, count: classCount)
        }
        Self.center(&biases, from: 0, count: classCount)
    }

    private static func center(_ values: inout [Float], from start: Int, count: Int) {
        var mean: Float = 0
        for index in start..<start + count {
            mean += values[index]
        }
        mean /= Float(count)
        for index in start..<start + count {
            values[index] -= mean
        }
    }
}
