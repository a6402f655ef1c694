import Contract

/// An article of the knowledge base in one language.
package struct Article: Sendable, Hashable {
    /// What it is about, the same in all languages.
    package let name: Name<Article>
    /// The language in which it is written.
    package let language: Language
    /// Its heading.
    package var title = ""
    /// What it is about.
    package var category: Name<Category> = ""
    /// Ways in which users ask what it answers.
    package var questions: [String] = []
    /// Words that speak for it.
    package var keywords: [String] = []
    /// The answer, in Markdown.
    package var body = ""

    /// An article that says nothing.
    package init(name: Name<Article>, language: Language) {
        self.name = name
        self.language = language
    }

    /// The name of its file: `NAME.LANGUAGE.md`.
    package var fileName: String { "\(name.rawValue).\(language.rawValue)\(Self.suffix)" }

    /// A question as it is compared with others.
    struct Question: Hashable {
        let language: Language
        let wording: Wording
    }

    /// How all names of their files end.
    static let suffix = ".md"
    /// How many bytes a file has at most.
    static let bytes = 32_768
    /// How many bytes the answer has at most: it must fit into an event with what stands around it.
    static let bodyBytes = 8192
    /// How many questions, and how many keywords, an article has at most.
    static let mostPhrases = 40
    /// How many articles a policy has at most, all languages together.
    static let most = 2000
}
