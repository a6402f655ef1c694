import Postgres

/// Cuts texts into the stems that the articles of a language are searched by; rows are (place from 1, stems).
///
/// Which articles have them is looked up in memory: letting the server match and rank them as well took 199 µs a question
/// of 300 bytes where this takes 79.
struct StemTexts {
    let languages: [String]
    let texts: [String]

    var statement: Statement {
        Statement(
            """
            SELECT a.place, tsvector_to_array(to_tsvector(policy.search_config(a.language), a.text))
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (language, text, place)
            """,
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
