import Contract
import Postgres
import Satisfaction

/// What is known of the surveys of some users.
struct CohortFigures: Sendable {
    var name: String
    /// Sent in the period, and how many of those were answered at any time.
    var sent = 0
    var answered = 0
    /// What was answered in the period.
    var tally = RatingTally()

    var response: Double? { sent == 0 ? nil : Double(answered) / Double(sent) }
}

/// The figures of the surveys of a period.
struct SurveyFigures: Sendable {
    private(set) var cohorts: [CohortFigures] = []
    private(set) var withheld: [(reason: String, count: Int)] = []
    private(set) var drivers: [Driver] = []

    var isEmpty: Bool { cohorts.isEmpty && withheld.isEmpty }

    /// All users together.
    var total: CohortFigures {
        cohorts.reduce(into: CohortFigures(name: "all")) { total, row in
            total.sent += row.sent
            total.answered += row.answered
            total.tally = RatingTally(
                positive: total.tally.positive + row.tally.positive,
                neutral: total.tally.neutral + row.tally.neutral,
                negative: total.tally.negative + row.tally.negative,
                stars: total.tally.stars + row.tally.stars
            )
        }
    }

    /// Reads the figures; `column` is an expression of this program's own.
    init(in span: TimeSpan, by column: String, on session: PostgresSession) async throws {
        let rows = try await session.run([
            Statement(
                """
                SELECT coalesce(\(column), ''), count(*) FILTER (WHERE sent_at >= span.start AND sent_at < span.upto),
                       count(*) FILTER (WHERE sent_at >= span.start AND sent_at < span.upto AND state = 'answered'),
                       count(*) FILTER (WHERE answered_at >= span.start AND answered_at < span.upto AND band = 'positive'),
                       count(*) FILTER (WHERE answered_at >= span.start AND answered_at < span.upto AND band = 'neutral'),
                       count(*) FILTER (WHERE answered_at >= span.start AND answered_at < span.upto AND band = 'negative'),
                       coalesce(sum(stars) FILTER (WHERE answered_at >= span.start AND answered_at < span.upto), 0)
                FROM api.surveys, \(TimeSpan.relation)
                WHERE (sent_at >= span.start AND sent_at < span.upto) OR (answered_at >= span.start AND answered_at < span.upto)
                GROUP BY 1 ORDER BY 2 DESC, 1
                """,
                parameters: span.parameters
            ),
            Statement(
                """
                SELECT s.withheld, count(*)
                FROM api.surveys AS s CROSS JOIN LATERAL (
                    -- A cycle that ended as spam or in another case was never to be asked about.
                    SELECT coalesce(s.scheduled_at, (
                        SELECT max(h.time) FROM api.case_history AS h
                        WHERE h.partition = s.partition AND h."case" = s."case" AND h.type = 'case.' || s.withheld
                    )) AS at
                ) AS ended, \(TimeSpan.relation)
                WHERE s.state = 'withheld' AND ended.at >= span.start AND ended.at < span.upto
                GROUP BY 1 ORDER BY 2 DESC, 1
                """,
                parameters: span.parameters
            ),
            Statement(
                """
                SELECT rating, scale, ease_of_use, response_time, helpfulness, clarity FROM api.surveys, \(TimeSpan.relation)
                WHERE answered_at >= span.start AND answered_at < span.upto AND rating IS NOT NULL
                """,
                parameters: span.parameters
            ),
        ])
        cohorts = rows[0].map { row in
            let tally = RatingTally(
                positive: Int(row.int(3)),
                neutral: Int(row.int(4)),
                negative: Int(row.int(5)),
                stars: Int(row.int(6))
            )
            let name = row.text(0)
            return CohortFigures(
                name: name.isEmpty ? "unknown" : name,
                sent: Int(row.int(1)),
                answered: Int(row.int(2)),
                tally: tally
            )
        }
        withheld = rows[1].map { ($0.text(0), Int($0.int(1))) }
        let factors = ["ease_of_use", "response_time", "helpfulness", "clarity"]
        let answers = rows[2].compactMap { row -> Driver.Answer? in
            guard let scale = Rating.Scale(rawValue: Int(row.int(1))), let rating = Rating(Int(row.int(0)), on: scale)
            else { return nil }
            var rated: [String: Rating] = [:]
            for (place, factor) in factors.enumerated() {
                rated[factor] = row.intOrNull(place + 2).flatMap { Rating(Int($0), on: scale) }
            }
            return Driver.Answer(rating: rating, factors: rated)
        }
        drivers = Driver.all(in: answers)
    }

    func json(by cohort: String) -> JSONValue {
        [
            "by": .string(cohort), "cohorts": .array(cohorts.map(\.json)), "total": total.json,
            "withheld": .object(withheld.map { JSONValue.Member(name: $0.reason, value: .integer(Int64($0.count))) }),
            "drivers": .array(
                drivers.map { driver in
                    [
                        "factor": .string(driver.factor), "answers": .integer(Int64(driver.answers)),
                        "mean_stars": .double(driver.meanStars), "low": .integer(Int64(driver.low)),
                        "negative_where_low": .integer(Int64(driver.negativeWhereLow)),
                        "ratio": driver.ratio.map { .double($0) } ?? .null, "explained": .double(driver.explained),
                    ]
                }
            ),
        ]
    }
}

extension CohortFigures {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "sent": .integer(Int64(sent)), "answered": .integer(Int64(answered)),
            "response_rate": response.map { .double($0) } ?? .null, "positive": .integer(Int64(tally.positive)),
            "neutral": .integer(Int64(tally.neutral)), "negative": .integer(Int64(tally.negative)),
            "rate": tally.rate.map { .double($0) } ?? .null,
            "wilson_lower": (tally.interval?.lower).map { .double($0) } ?? .null,
            "mean_stars": tally.meanStars.map { .double($0) } ?? .null,
        ]
    }
}
