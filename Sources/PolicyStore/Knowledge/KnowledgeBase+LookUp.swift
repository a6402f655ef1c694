package import Postgres

extension KnowledgeBase {
    /// What has to be known to find articles for questions, and the statement that asks for what is not known yet.
    package struct LookUp: Sendable {
        /// A text that the server is to cut: a word that is not known, or the whole of a question that is not plain.
        fileprivate enum Uncut: Sendable {
            case word(StemMemory.Word)
            case question(Int, language: String, text: String)
        }

        fileprivate var questions: [(place: Int, language: String, words: Set<StemMemory.Word>?)] = []
        fileprivate var known: [StemMemory.Word: [String]] = [:]
        fileprivate var uncut: [Uncut] = []

        /// The statement; nil where all is known.
        package var statement: Statement? {
            if uncut.isEmpty { return nil }
            return StemTexts(
                languages: uncut.map(\.language),
                texts: uncut.map(\.text)
            ).statement
        }
    }

    /// What is to be looked up for the questions; nil when none of them can have an article.
    package func lookUp(_ questions: [Question]) -> LookUp? {
        var lookUp = LookUp()
        var words: Set<StemMemory.Word> = []
        for (place, question) in questions.enumerated() {
            guard let language = language(for: question) else { continue }
            let plain = PlainWords.words(of: question.text).map { texts in
                Set(texts.map { StemMemory.Word(language: language, text: $0) })
            }
            if let plain {
                words.formUnion(plain)
            } else {
                lookUp.uncut.append(.question(place, language: language, text: question.text))
            }
            lookUp.questions.append((place, language, plain))
        }
        if lookUp.questions.isEmpty { return nil }
        lookUp.known = stems.stems(of: words)
        lookUp.uncut += words.filter { lookUp.known[$0] == nil }.map { .word($0) }
        return lookUp
    }

    /// What is found for the questions, by their places; nothing for those that share no word with an article.
    ///
    /// The rows are those of the look-up's statement.
    package func finds(_ lookUp: LookUp, in rows: Rows?) -> [Int: Find] {
        var known = lookUp.known
        var learned: [StemMemory.Word: [String]] = [:]
        var whole: [Int: [String]] = [:]
        if let rows {
            for row in rows {
                let stems = row.texts(1).compactMap(\.self)
                switch lookUp.uncut[Int(row.int(0)) - 1] {
                case .word(let word): learned[word] = stems
                case .question(let place, _, _): whole[place] = stems
                }
            }
        }
        if !learned.isEmpty {
            stems.keep(learned)
            known.merge(learned) { $1 }
        }
        var finds: [Int: Find] = [:]
        for (place, language, words) in lookUp.questions {
            let stems = words.map { words in words.flatMap { known[$0] ?? [] } } ?? whole[place] ?? []
            finds[place] = find(words: stems, language: language)
        }
        return finds
    }
}

extension KnowledgeBase.LookUp.Uncut {
    fileprivate var language: String {
        switch self {
        case .word(let word): word.language
        case .question(_, let language, _): language
        }
    }

    fileprivate var text: String {
        switch self {
        case .word(let word): word.text
        case .question(_, _, let text): text
        }
    }
}
