import Postgres

/// Finds the articles that share words with questions, the best for each first, and gives the questions' stems.
struct SearchArticles {
    /// How many articles are weighed for a question.
    static let candidates = 8

    let version: Int64
    let places: [Int32]
    let languages: [String]
    let texts: [String]

    var statement: Statement {
        Statement(
            """
            -- Materialized, so that a question's query is made once and not for each article (7 ms for 200 questions and 48 articles, not 34).
            WITH q AS MATERIALIZED (
                SELECT a.place, a.language, w.words, policy.any_word(w.words) AS wanted
                FROM unnest($2::int[], $3::text[], $4::text[]) AS a (place, language, text)
                CROSS JOIN LATERAL to_tsvector(policy.search_config(a.language), a.text) AS w (words)
            )
            SELECT q.place, tsvector_to_array(q.words), f.articles
            FROM q
            CROSS JOIN LATERAL (
                SELECT array_agg(c.article ORDER BY c.rank DESC, c.article) AS articles
                FROM (
                    SELECT p.article, ts_rank(p.search, q.wanted) AS rank
                    FROM policy.articles AS p
                    WHERE p.version = $1 AND p.language = q.language AND p.search @@ q.wanted
                    ORDER BY rank DESC, p.article
                    LIMIT \(Self.candidates)
                ) AS c
            ) AS f
            WHERE f.articles IS NOT NULL
            """,
            .int8(version),
            .int4s(places),
            .texts(languages),
            .texts(texts)
        )
    }
}

/// Reads the stems of each title and question of a version's articles.
enum ArticleWords {
    static func statement(_ version: Int64) -> Statement {
        Statement(
            """
            SELECT a.article, a.language, tsvector_to_array(to_tsvector(policy.search_config(a.language), w.wording))
            FROM policy.articles AS a
            CROSS JOIN LATERAL unnest(a.title || a.questions) AS w (wording)
            WHERE a.version = $1
            """,
            .int8(version)
        )
    }
}
