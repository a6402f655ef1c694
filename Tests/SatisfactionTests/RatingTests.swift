import Satisfaction
import Testing

/// What a rating counts as, for every value of both scales, and what follows from several.
@Suite struct RatingTests {
    @Test(arguments: [
        (1, Rating.Scale.five, 1, Rating.Band.negative), (2, .five, 2, .negative), (3, .five, 3, .neutral),
        (4, .five, 4, .positive), (5, .five, 5, .positive),
        (1, .ten, 1, .negative), (2, .ten, 1, .negative), (3, .ten, 2, .negative), (4, .ten, 2, .negative),
        (5, .ten, 3, .neutral), (6, .ten, 3, .neutral), (7, .ten, 4, .positive), (8, .ten, 4, .positive),
        (9, .ten, 5, .positive), (10, .ten, 5, .positive),
    ])
    func `each value of each scale has its stars and its band`(
        value: Int,
        scale: Rating.Scale,
        stars: Int,
        band: Rating.Band
    ) throws {
        let rating = try #require(Rating(value, on: scale))
        #expect(rating.stars == stars)
        #expect(rating.band == band)
    }

    @Test(arguments: [(0, Rating.Scale.five), (6, .five), (-1, .ten), (0, .ten), (11, .ten)])
    func `a value beyond its scale is no rating`(value: Int, scale: Rating.Scale) {
        #expect(Rating(value, on: scale) == nil)
    }

    @Test(arguments: [
        (0, 10, 0.0, 0.277533), (3, 3, 0.438503, 1.0), (8, 10, 0.490162, 0.943318), (85, 100, 0.767164, 0.906940),
        (300, 300, 0.987357, 1.0), (5, 10, 0.236593, 0.763407),
    ])
    func `the interval of a share is Wilson's`(count: Int, total: Int, lower: Double, upper: Double) throws {
        let interval = try #require(ShareInterval(count, of: total))
        #expect(abs(interval.lower - lower) < 0.000_01)
        #expect(abs(interval.upper - upper) < 0.000_01)
    }

    @Test func `there is no interval of nothing`() {
        #expect(ShareInterval(0, of: 0) == nil)
        #expect(ShareInterval(2, of: 1) == nil)
        #expect(RatingTally().rate == nil)
        #expect(RatingTally().meanStars == nil)
    }

    @Test func `neutral ratings count among all, and the mean is in stars`() throws {
        var tally = RatingTally()
        for (value, scale) in [(5, Rating.Scale.five), (3, .five), (1, .five), (9, .ten), (6, .ten)] {
            tally.add(try #require(Rating(value, on: scale)))
        }
        #expect(tally == RatingTally(positive: 2, neutral: 2, negative: 1, stars: 17))
        #expect(tally.rated == 5)
        #expect(tally.rate == 0.4)
        #expect(tally.meanStars == 3.4)
    }
}
