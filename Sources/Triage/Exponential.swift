/// The exponential function and the logarithm from basic arithmetic alone.
///
/// Training must give the same bytes on every machine; the C library's versions differ in the last digit.
enum Exponential {
    private static let ln2 = 0.693_147_180_559_945_3

    /// e to the power of x.
    static func exp(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        let bounded = min(x, 700)
        let exponent = (bounded / ln2).rounded()
        let rest = bounded - exponent * ln2
        var term = 1.0
        var sum = 1.0
        for step in 1...13 {
            term *= rest / Double(step)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(exponent), significand: 1)
    }

    /// The natural logarithm of a positive number.
    static func log(_ x: Double) -> Double {
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for step in 0..<20 {
            sum += power / Double(2 * step + 1)
            power *= square
        }
        return 2 * sum + Double(x.exponent) * ln2
    }

    /// The scores as probabilities that sum to 1, the scores divided by the temperature first.
    static func softmax(_ scores: [Double], temperature: Double = 1) -> [Double] {
        guard let highest = scores.max() else { return [] }
        var shares = scores.map { exp(($0 - highest) / temperature) }
        let sum = shares.reduce(0, +)
        for index in shares.indices {
            shares[index] /= sum
        }
        return shares
    }

    /// A score as a probability.
    static func logistic(_ x: Double) -> Double {
        1 / (1 + exp(-x))
    }
}
