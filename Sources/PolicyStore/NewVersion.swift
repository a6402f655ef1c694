package import Policy
package import Postgres

/// Stores a policy with its files and articles as the next version; all in one transaction, or none of it.
package struct NewVersion {
    private let yaml: String
    private let document: Policy.Document
    private let digest: String

    /// The policy of that text, which the caller has checked; the digest stands for it and the files that it names.
    package init(yaml: String, document: Policy.Document, digest: String) {
        self.yaml = yaml
        self.document = document
        self.digest = digest
    }

    /// The statements of the transaction; the second answers the version's number.
    package var statements: [Statement] {
        [
            Statement("SELECT pg_advisory_xact_lock(hashtext('policy.versions'))"),
            Statement(
                """
                INSERT INTO policy.versions (version, yaml, digest)
                SELECT coalesce(max(version), 0) + 1, $1, $2 FROM policy.versions
                RETURNING version
                """,
                .text(yaml),
                .text(digest)
            ),
            files,
            articles,
        ]
    }

    private var files: Statement {
        let files = document.files.sorted { $0.key < $1.key }
        return Statement(
            """
            INSERT INTO policy.files (version, path, text)
            SELECT (SELECT max(version) FROM policy.versions), f.path, f.text
            FROM unnest($1::text[], $2::text[]) AS f (path, text)
            """,
            .texts(files.map(\.key)),
            .texts(files.map(\.value))
        )
    }

    private var articles: Statement {
        let articles = document.articles
        return Statement(
            """
            INSERT INTO policy.articles (version, article, language, category, title, body, questions, keywords)
            SELECT (SELECT max(version) FROM policy.versions), a.article, a.language, a.category, a.title, a.body,
                   string_to_array(a.questions, E'\\n'), string_to_array(a.keywords, E'\\n')
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                AS a (article, language, category, title, body, questions, keywords)
            """,
            .texts(articles.map(\.name.rawValue)),
            .texts(articles.map(\.language.rawValue)),
            .texts(articles.map(\.category.rawValue)),
            .texts(articles.map(\.title)),
            .texts(articles.map(\.body)),
            .texts(articles.map { Self.lines($0.questions) }),
            .texts(articles.map { Self.lines($0.keywords) })
        )
    }

    /// The database's arrays have no lists in them: each goes as lines, of which a phrase has one.
    private static func lines(_ phrases: [String]) -> String {
        phrases.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.joined(separator: "\n")
    }
}
