/// What explains the negative ratings: each further question, compared with the overall rating.
///
/// A factor drives dissatisfaction as far as the negative ratings are more frequent where it was rated low. What it
/// explains is the share of the negatives that would not be there, were they as rare everywhere as where the factor was
/// not rated low (in epidemiology the attributable fraction). It tells of connection, not of cause.
package struct Driver: Sendable, Hashable {
    /// The factor's name.
    package let factor: String
    /// How many answers rated both the whole and the factor.
    package let answers: Int
    /// How many of those rated the factor with two stars or fewer.
    package let low: Int
    /// How many of those with a low factor were negative.
    package let negativeWhereLow: Int
    /// How many of the others were negative.
    package let negativeElsewhere: Int

    /// The sum of the stars that the factor got.
    private let starsSum: Int

    /// The factor's mean in stars.
    package var meanStars: Double { Double(starsSum) / Double(max(1, answers)) }

    /// How many times as frequent negatives are where the factor is low; nil where they occur nowhere else.
    package var ratio: Double? {
        guard low > 0, negativeElsewhere > 0 else { return nil }
        return (Double(negativeWhereLow) / Double(low)) / (Double(negativeElsewhere) / Double(answers - low))
    }

    /// The share of the negatives that the factor explains, from 0 to 1.
    package var explained: Double {
        let negatives = negativeWhereLow + negativeElsewhere
        guard negatives > 0, low > 0 else { return 0 }
        let usual = answers > low ? Double(negativeElsewhere) / Double(answers - low) : 0
        return max(0, 1 - usual * Double(answers) / Double(negatives))
    }

    /// One answer: the rating of the whole and of each factor that was rated.
    package struct Answer: Sendable, Hashable {
        /// The rating of the whole.
        package let rating: Rating
        /// The ratings of the factors, by name.
        package let factors: [String: Rating]

        /// An answer of those ratings.
        package init(rating: Rating, factors: [String: Rating]) {
            self.rating = rating
            self.factors = factors
        }
    }

    /// The factors that were rated, what explains most first; those with fewer answers than the minimum are left out.
    package static func all(in answers: [Answer], minimum: Int = 1) -> [Driver] {
        let names = Set(answers.flatMap(\.factors.keys))
        let drivers = names.compactMap { Driver($0, in: answers) }.filter { $0.answers >= minimum }
        return drivers.sorted { ($1.explained, $0.meanStars, $0.factor) < ($0.explained, $1.meanStars, $1.factor) }
    }

    private init?(_ factor: String, in all: [Answer]) {
        var (answers, low, here, elsewhere, stars) = (0, 0, 0, 0, 0)
        for answer in all {
            guard let rated = answer.factors[factor] else { continue }
            let isNegative = answer.rating.band == .negative
            answers += 1
            stars += rated.stars
            if rated.band == .negative {
                low += 1
                here += isNegative ? 1 : 0
            } else {
                elsewhere += isNegative ? 1 : 0
            }
        }
        if answers == 0 { return nil }
        self.factor = factor
        self.answers = answers
        self.low = low
        negativeWhereLow = here
        negativeElsewhere = elsewhere
        starsSum = stars
    }
}
