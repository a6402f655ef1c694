import Contract
import Postgres

/// What leads to a survey: known from its sending, needed again by its reminder.
struct SurveyLink: Sendable, Equatable {
    let partition: Int
    let survey: String
    let token: String
    let expires: Instant?

    /// The link of a survey that was sent; nil for other events.
    init?(_ event: Event) {
        guard event.type == "survey.sent", let survey = event["survey"], let token = event["token"] else { return nil }
        partition = event.partition
        self.survey = survey
        self.token = token
        expires = event["expires"].flatMap { Instant(rfc3339: $0) }
    }

    static func put(_ links: [SurveyLink]) -> Statement {
        Statement(
            """
            INSERT INTO notifier.survey_links (partition, survey, token, expires)
            SELECT
                unnest($1::int[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamptz[])
            ON CONFLICT (partition, survey) DO UPDATE SET token = EXCLUDED.token, expires = EXCLUDED.expires
            """,
            .int4s(links.map { Int32($0.partition) }),
            .texts(links.map(\.survey)),
            .texts(links.map(\.token)),
            .timestamps(links.map { $0.expires?.microseconds })
        )
    }

    static func select(_ surveys: [(partition: Int, survey: String)]) -> Statement {
        Statement(
            """
            SELECT l.survey, l.token FROM unnest($1::int[], $2::text[]) AS k (partition, survey)
            JOIN notifier.survey_links AS l ON l.partition = k.partition AND l.survey = k.survey
            """,
            .int4s(surveys.map { Int32($0.partition) }),
            .texts(surveys.map(\.survey))
        )
    }

    /// Forgets links to surveys that are over.
    static func delete(_ surveys: [(partition: Int, survey: String)]) -> Statement {
        Statement(
            """
            DELETE FROM notifier.survey_links AS l USING unnest($1::int[], $2::text[]) AS k (partition, survey)
            WHERE l.partition = k.partition AND l.survey = k.survey
            """,
            .int4s(surveys.map { Int32($0.partition) }),
            .texts(surveys.map(\.survey))
        )
    }
}
