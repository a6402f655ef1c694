package import Policy
package import Postgres

/// The articles of a version of the policy, as they are found for what users ask.
///
/// PostgreSQL finds the articles that share words with a question, many questions in one statement; how sure it is that
/// one of them answers it is worked out here, from the words' stems as the server cuts them (see ``Resemblance``).
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

    /// What was found for a question: its words as the articles have theirs, and the articles that share some.
    package struct Find: Sendable, Equatable {
        fileprivate let language: String
        fileprivate let words: Set<String>
        fileprivate let articles: [String]
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

    private struct Entry: Sendable {
        let article: Article
        /// The stems of its title and of each of its questions.
        var wordings: [Phrase] = []
    }

    private struct Key: Hashable {
        let article: String
        let language: String
    }

    private let version: Int64
    private let categories: CategoryTree
    private let undecided: Name<Category>?
    private var entries: [Key: Entry] = [:]
    private var rarities: [String: Rarity] = [:]

    /// Whether there is no article.
    package var isEmpty: Bool { entries.isEmpty }

    /// The articles of the document, which is that version, with their words as the database has them.
    ///
    /// Empty for the default policy before it is applied, since the database has its articles only then.
    package init(_ document: Document, version: Int64, on session: PostgresSession) async throws {
        let rows = document.articles.isEmpty ? nil : try await session.query(ArticleWords.statement(version))
        let wordings = rows?.map { row in
            Wording(article: row.text(0), language: row.text(1), words: row.texts(2).compactMap(\.self))
        }
        self.init(document, version: version, wordings ?? [])
    }

    /// The same with words that are known already.
    package init(_ document: Document, version: Int64, _ wordings: [Wording]) {
        self.version = version
        categories = document.categories
        undecided = document.triage.standardCategory
        let articles = Dictionary(
            uniqueKeysWithValues: document.articles.map {
                (Key(article: $0.name.rawValue, language: $0.language.rawValue), $0)
            }
        )
        var sets: [Key: [Set<String>]] = [:]
        for wording in wordings {
            let key = Key(article: wording.article, language: wording.language)
            guard let article = articles[key] else { continue }
            entries[key] = Entry(article: article)
            sets[key, default: []].append(Set(wording.words))
        }
        rarities = Dictionary(grouping: sets, by: \.key.language).mapValues { Rarity($0.flatMap(\.value)) }
        for (key, sets) in sets { entries[key]?.wordings = sets.compactMap { rarities[key.language]?.phrase($0) } }
    }

    /// The statement that looks for articles; nil when none of the questions can have one.
    package func search(_ questions: [Question]) -> Statement? {
        let asked = questions.enumerated().compactMap { place, question in
            language(for: question).map { (place: place, language: $0, text: question.text) }
        }
        guard !asked.isEmpty else { return nil }
        return SearchArticles(
            version: version,
            places: asked.map { Int32($0.place) },
            languages: asked.map(\.language),
            texts: asked.map(\.text)
        ).statement
    }

    /// What that statement found for the questions, by their places; nothing for those that share no word.
    package func finds(in rows: Rows, for questions: [Question]) -> [Int: Find] {
        var finds: [Int: Find] = [:]
        for row in rows {
            let place = Int(row.int(0))
            guard questions.indices.contains(place), let language = language(for: questions[place]) else { continue }
            finds[place] = find(
                words: row.texts(1).compactMap(\.self),
                language: language,
                articles: row.texts(2).compactMap(\.self)
            )
        }
        return finds
    }

    /// Articles of a language that share words with a question.
    package func find(words: [String], language: String, articles: [String]) -> Find {
        Find(language: language, words: Set(words), articles: articles)
    }

    /// The best of the articles found, for a case of that category, if it has one.
    package func answer(_ find: Find, category: Name<Category>?) -> Answer? {
        guard let rarity = rarities[find.language] else { return nil }
        let found = find.articles.compactMap { entries[Key(article: $0, language: find.language)] }
        let asked = rarity.phrase(find.words)
        let ranked = found.map { entry in
            (entry: entry, share: entry.wordings.map { rarity.resemblance(asked, $0) }.max() ?? 0)
        }
        .sorted { ($1.share, $0.entry.article.name) < ($0.share, $1.entry.article.name) }
        guard let first = ranked.first, first.share > 0 else { return nil }
        let resemblance = Resemblance(
            share: first.share,
            lead: first.share - (ranked.dropFirst().first?.share ?? 0),
            categoryAgrees: agrees(first.entry.article.category, category)
        )
        return Answer(article: first.entry.article, confidence: resemblance.confidence)
    }

    /// Whether one of the categories is a part of the other, or one of them is what cases have before it is decided.
    private func agrees(_ one: Name<Category>, _ other: Name<Category>?) -> Bool {
        guard let other, other != undecided, one != undecided else { return true }
        return categories.isWithin(one, other) || categories.isWithin(other, one)
    }

    /// The articles' language for a question: its own or a more general one.
    private func language(for question: Question) -> String? {
        guard (1...Question.mostBytes).contains(question.text.utf8.count) else { return nil }
        return question.language.ranges.map(\.rawValue).first { rarities[$0] != nil }
    }
}
