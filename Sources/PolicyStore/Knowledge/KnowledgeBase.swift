package import Policy
package import Postgres

/// The articles of a version of the policy, as they are found for what users ask.
///
/// PostgreSQL's text search cuts questions and articles into stems, many in one statement; the articles that share some
/// are found here, and how sure it is that one of them answers the question (see ``Resemblance``).
package struct KnowledgeBase: Sendable {
    /// Something that a user asks.
    package struct Question: Sendable, Equatable {
        /// How many bytes are looked at most: a longer message tells a story, which no article answers.
        package static let mostBytes = 600

        /// What was written.
        package let text: String
        /// The language in which it was written.
        package let language: Language

        /// A question of those parts.
        package init(_ text: String, language: Language) {
            self.text = text
            self.language = language
        }
    }

    /// What was found for a question: its words as the articles have theirs, of which some article has one.
    package struct Find: Sendable, Equatable {
        let language: String
        /// Each once, in their order.
        let words: [String]
    }

    /// The article that resembles a question most.
    package struct Answer: Sendable, Equatable {
        /// The article.
        package let article: Article
        /// How sure it is that it answers the question, 0 to 1.
        package let confidence: Double
    }

    /// The words of one way of asking for an article, or of its title.
    package struct Wording: Sendable {
        let article: String
        let language: String
        let words: [String]

        /// Those words.
        package init(article: String, language: String, words: [String]) {
            self.article = article
            self.language = language
            self.words = words
        }
    }

    private struct Key: Hashable {
        let article: String
        let language: String
    }

    private let categories: CategoryTree
    private let undecided: Name<Category>?
    /// The articles that have words.
    private var articles: [Article] = []
    private var indices: [String: WordIndex] = [:]
    let stems = StemMemory()

    /// Whether there is no article.
    package var isEmpty: Bool { articles.isEmpty }

    /// The articles of the document, which is that version, with their words as the database has them.
    ///
    /// Empty for the default policy before it is applied, since the database has its articles only then.
    package init(_ document: Document, version: Int64, on session: PostgresSession) async throws {
        let rows = document.articles.isEmpty ? nil : try await session.query(ArticleWords.statement(version))
        let wordings = rows?.map { row in
            Wording(article: row.text(0), language: row.text(1), words: row.texts(2).compactMap(\.self))
        }
        self.init(document, wordings ?? [])
    }

    /// The same with words that are known already.
    package init(_ document: Document, _ wordings: [Wording]) {
        categories = document.categories
        undecided = document.triage.standardCategory
        let known = Dictionary(
            uniqueKeysWithValues: document.articles.map {
                (Key(article: $0.name.rawValue, language: $0.language.rawValue), $0)
            }
        )
        var places: [Key: Int] = [:]
        var sets: [String: [(article: Int, words: Set<String>)]] = [:]
        for wording in wordings {
            let key = Key(article: wording.article, language: wording.language)
            guard let article = known[key] else { continue }
            let place = places[key] ?? articles.count
            if place == articles.count {
                places[key] = place
                articles.append(article)
            }
            sets[key.language, default: []].append((place, Set(wording.words)))
        }
        indices = sets.mapValues { WordIndex($0) }
    }

    /// Those words of a question, if an article of the language has one.
    package func find(words: [String], language: String) -> Find? {
        guard indices[language]?.knowsAny(of: words) == true else { return nil }
        return Find(language: language, words: Set(words).sorted())
    }

    /// The best of the articles that share words with the question, for a case of that category, if it has one.
    package func answer(_ find: Find, category: Name<Category>?) -> Answer? {
        guard let index = indices[find.language] else { return nil }
        let ranked = index.shares(find.words).sorted {
            ($1.value, articles[$0.article].name) < ($0.value, articles[$1.article].name)
        }
        guard let first = ranked.first, first.value > 0 else { return nil }
        let article = articles[first.article]
        let resemblance = Resemblance(
            share: first.value,
            lead: first.value - (ranked.dropFirst().first?.value ?? 0),
            categoryAgrees: agrees(article.category, category)
        )
        return Answer(article: article, confidence: resemblance.confidence)
    }

    /// Whether one of the categories is a part of the other, or one of them is what cases have before it is decided.
    private func agrees(_ one: Name<Category>, _ other: Name<Category>?) -> Bool {
        guard let other, other != undecided, one != undecided else { return true }
        return categories.isWithin(one, other) || categories.isWithin(other, one)
    }

    /// The articles' language for a question: its own or a more general one.
    func language(for question: Question) -> String? {
        guard (1...Question.mostBytes).contains(question.text.utf8.count) else { return nil }
        return question.language.ranges.map(\.rawValue).first { indices[$0] != nil }
    }
}
