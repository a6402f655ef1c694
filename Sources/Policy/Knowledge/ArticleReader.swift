/// Reads an article's file: YAML between two lines `---`, then the answer.
enum ArticleReader {
    private static let fence = "---"
    private static let example = "{ title: Reset your password, category: login_issue, questions: [reset password] }"

    static func read(_ text: String, name: String, path: String, _ faults: inout FaultList) -> Article? {
        let file = Place(line: 1, path: "", file: path)
        guard var article = article(called: name) else {
            faults.add("the file is called NAME.LANGUAGE.md, such as reset-password.en.md", at: file)
            return nil
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard lines.first == fence[...], let end = lines.dropFirst().firstIndex(of: fence[...]) else {
            faults.add("the file begins with \(example) between two lines \(fence)", at: file)
            return nil
        }
        // An empty line in place of the first fence keeps the numbers of the lines.
        let header = "\n" + lines[1..<end].joined(separator: "\n")
        let body = lines[(end + 1)...].joined(separator: "\n")
        article.body = body.trimmed
        if article.body.isEmpty || article.body.utf8.count > Article.bodyBytes {
            let message = "an answer of 1 to \(Article.bodyBytes) bytes is allowed behind the second line \(fence)"
            faults.add(message, at: Place(line: end + 1, path: "", file: path))
        }
        readHeader(header, file: path, into: &article, &faults)
        return article
    }

    private static func article(called name: String) -> Article? {
        let parts = name.dropLast(Article.suffix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, NameShape.accepts(String(parts[0])), let language = Language(String(parts[1])),
            language.rawValue == parts[1]
        else { return nil }
        return Article(name: Name(String(parts[0])), language: language)
    }

    private static func readHeader(
        _ yaml: String,
        file: String,
        into article: inout Article,
        _ faults: inout FaultList
    ) {
        guard let root = DocumentReader.root(of: yaml, file: file, like: example, &faults),
            var members = Members(root, like: example, &faults)
        else { return }
        if let title = members.need("title", &faults)?.phrase(&faults) { article.title = title }
        if let category: Name<Category> = members.need("category", &faults)?.reference(&faults) {
            article.category = category
        }
        if let entry = members.need("questions", &faults) {
            article.questions = phrases(entry, &faults) ?? []
            if entry.isEmptyList { faults.add("at least one question is needed", at: entry.place) }
        }
        members.read("keywords", into: &article.keywords, &faults, phrases)
        members.close(&faults)
    }

    private static func phrases(_ entry: Entry, _ faults: inout FaultList) -> [String]? {
        let phrases = entry.phrases(&faults)
        if let phrases, phrases.count > Article.mostPhrases {
            faults.add("a list of at most \(Article.mostPhrases) texts is allowed", at: entry.place)
        }
        return phrases
    }
}

extension String {
    /// The text without the white space around it.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
