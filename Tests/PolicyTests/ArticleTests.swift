import Policy
import Testing

/// An article's file that is wrong, and what is said about it.
struct FaultyArticle: Sendable, CustomTestStringConvertible {
    var name = "hours.en.md"
    let text: String
    let faults: [String]

    var testDescription: String { text }

    private static func header(_ lines: String) -> String { "---\n\(lines)\n---\nAnswer.\n" }
    private static let whole = "title: Hours\ncategory: general\nquestions: [when are you open]"
    private static let example =
        "{ title: Reset your password, category: login_issue, questions: [reset password] }"

    static let all: [FaultyArticle] = [
        FaultyArticle(text: "", faults: ["line 1: the file begins with \(example) between two lines ---"]),
        FaultyArticle(text: "Answer.\n", faults: ["line 1: the file begins with \(example) between two lines ---"]),
        FaultyArticle(
            text: "---\n\(whole)\n",
            faults: ["line 1: the file begins with \(example) between two lines ---"]
        ),
        FaultyArticle(
            text: "---\n\(whole)\n---\n \n",
            faults: ["line 5: an answer of 1 to 8192 bytes is allowed behind the second line ---"]
        ),
        FaultyArticle(
            text: "---\n\(whole)\n---\n\(String(repeating: "x", count: 8193))",
            faults: ["line 5: an answer of 1 to 8192 bytes is allowed behind the second line ---"]
        ),
        FaultyArticle(
            text: header("title: Hours"),
            faults: ["line 2: `category` is needed", "line 2: `questions` is needed"]
        ),
        FaultyArticle(
            text: header("title: Hours\ncategory: none\nquestions: [open]"),
            faults: ["line 3: category: no category is called none; allowed: general"]
        ),
        FaultyArticle(
            text: header("title: Hours\ncategory: general\nquestions: []"),
            faults: ["line 4: questions: at least one question is needed"]
        ),
        FaultyArticle(
            text: header("title: Hours\ncategory: general\nquestions: when"),
            faults: ["line 4: questions: a list of texts is allowed"]
        ),
        FaultyArticle(
            text: header(whole + "\nkeyword: [open]"),
            faults: ["line 5: keyword: no such key; title, category, questions and keywords are allowed"]
        ),
        FaultyArticle(
            text: header(whole + "\nkeywords: [\((0...40).map(String.init).joined(separator: ", "))]"),
            faults: ["line 5: keywords: a list of at most 40 texts is allowed"]
        ),
        FaultyArticle(text: header("title: [\n"), faults: ["line 3: not YAML: did not find expected node content"]),
        FaultyArticle(text: header(""), faults: ["line 1: nothing is there; a mapping such as \(example) is allowed"]),
        FaultyArticle(
            text: header(whole + "\ntitle: Again"),
            faults: ["line 2: title: the key comes once in its mapping"]
        ),
        FaultyArticle(
            text: header(whole) + "\u{1}",
            faults: ["line 7: text without control characters is allowed, but for tabs and new lines"]
        ),
        FaultyArticle(
            name: "hours.md",
            text: header(whole),
            faults: ["line 1: the file is called NAME.LANGUAGE.md, such as reset-password.en.md"]
        ),
        FaultyArticle(
            name: "Hours.english.md",
            text: header(whole),
            faults: ["line 1: the file is called NAME.LANGUAGE.md, such as reset-password.en.md"]
        ),
    ]
}

@Suite struct `Articles of the knowledge base` {
    private static let yaml = """
        version: 1
        sources: { web: { publish: [message.post] } }
        categories: { general: {} }
        knowledge: { folder: help }
        """

    @Test(arguments: FaultyArticle.all)
    func `every fault is told with the file's name, its line and what is allowed`(_ article: FaultyArticle) throws {
        let path = "help/\(article.name)"
        let error = try #require(throws: PolicyFaults.self) {
            try Document(yaml: Self.yaml, files: KeptFiles([path: article.text]))
        }
        #expect(error.faults.map(\.description) == article.faults.map { "\(path): \($0)" })
    }

    @Test(arguments: ["\n", "\r\n"])
    func `an article has its header and the text behind it`(_ newline: String) throws {
        let header = ["---", "title: Hours", "category: general", "questions:", "  - when", "---"]
        let text = (header + ["", "Text.", "---", ""]).joined(separator: newline)
        let files = KeptFiles(["help/hours.pt-br.md": text, "help/notes.txt": "no article"])
        let document = try Document(yaml: Self.yaml, files: files)
        let article = try #require(document.articles.first)
        #expect(document.articles.count == 1)
        #expect(article.name == "hours")
        #expect(article.language == Language("pt-BR"))
        #expect(article.title == "Hours")
        #expect(article.questions == ["when"])
        #expect(article.body == "Text.\n---")
        #expect(document.files.keys.sorted() == ["help/hours.pt-br.md"])
    }

    @Test func `a question that two articles have could be answered by either`() throws {
        let text = "---\ntitle: One\ncategory: general\nquestions: [when are you OPEN?]\n---\nText\n"
        let same = "---\ntitle: Two\ncategory: general\nquestions: [\"When, are you open\"]\n---\nText\n"
        let error = try #require(throws: PolicyFaults.self) {
            try Document(yaml: Self.yaml, files: KeptFiles(["help/one.en.md": text, "help/two.en.md": same]))
        }
        #expect(
            error.description
                == "help/two.en.md: line 1: questions: one.en.md has the question \"When, are you open\" already"
        )
    }

    @Test func `each default article is there in English and in French, with questions of its own`() throws {
        let document = try Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)
        let names = Dictionary(grouping: document.articles, by: \.name)
        #expect(names.count >= 15)
        for (name, articles) in names {
            #expect(articles.map(\.language.rawValue).sorted() == ["en", "fr"], "\(name)")
            #expect(Set(articles.map(\.category)).count == 1, "\(name)")
            #expect(articles.allSatisfy { $0.questions.count >= 5 }, "\(name)")
        }
    }

    @Test func `without its files a policy is read for itself`() throws {
        let document = try Document(yaml: DefaultPolicy.yaml)
        #expect(document.articles.isEmpty)
        #expect(document.files.isEmpty)
    }
}
