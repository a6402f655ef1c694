/// Ratings, counted: what the satisfaction figures are made of.
package struct RatingTally: Sendable, Hashable {
    /// How many counted as positive.
    package private(set) var positive = 0
    /// How many counted as neither.
    package private(set) var neutral = 0
    /// How many counted as negative.
    package private(set) var negative = 0
    /// The sum of their stars.
    package private(set) var stars = 0

    /// No ratings.
    package init() {}

    /// Ratings that were counted before.
    package init(positive: Int, neutral: Int, negative: Int, stars: Int) {
        self.positive = positive
        self.neutral = neutral
        self.negative = negative
        self.stars = stars
    }

    /// Counts one more.
    package mutating func add(_ rating: Rating) {
        switch rating.band {
        case .positive: positive += 1
        case .neutral: neutral += 1
        case .negative: negative += 1
        }
        stars += rating.stars
    }

    /// How many there are.
    package var rated: Int { positive + neutral + negative }

    /// The share that is positive, neutral ones counting among all; nil without any.
    package var rate: Double? { rated == 0 ? nil : Double(positive) / Double(rated) }

    /// The mean in stars; nil without any.
    package var meanStars: Double? { rated == 0 ? nil : Double(stars) / Double(rated) }

    /// Where the true share of positive ones probably lies.
    package var interval: ShareInterval? { ShareInterval(positive, of: rated) }
}
