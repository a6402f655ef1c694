import Testing
import Triage

@Suite struct `A file of examples` {
    @Test(arguments: [
        ("text,category\na b,x\n", [["a b", "x"]]),
        ("text,category\r\n\"a, \"\"b\"\"\",x\r\n\"two\nlines\",y", [["a, \"b\"", "x"], ["two\nlines", "y"]]),
        ("text,category\n\n,x\n", [["", "x"]]),
        ("# note\ntext\tcategory\na, \"b\"\tx\n# more\n\nc\ty\n", [["a, \"b\"", "x"], ["c", "y"]]),
    ])
    func `is read with commas or with tabs`(_ text: String, _ rows: [[String]]) throws {
        let file = try ExampleFile(text)
        #expect(file.names == ["text", "category"])
        #expect(file.rows == rows)
    }

    @Test(arguments: [
        ("", "The file of examples is empty."),
        ("a,b\n1\n", "Line 2 of the examples has 1 fields, the first line names 2."),
        ("a\tb\n1\t2\n1\t2\t3\n", "Line 3 of the examples has 3 fields, the first line names 2."),
        ("a,b\n\"1,2\n", "Line 2 of the examples opens a quotation that nothing closes."),
    ])
    func `tells its faults by line`(_ text: String, _ message: String) {
        let failure = #expect(throws: TriageFailure.self) { try ExampleFile(text) }
        #expect(failure?.code == .badLine)
        #expect(failure?.message == message)
    }

    @Test func `gives examples, their labels replaced by a table`() throws {
        let table = try ExampleFile("intent\tcategory\nlost\tlogin_issue\nodd\t-\n").categories()
        let file = try ExampleFile("text,category\nhelp,lost\nwhat,odd\n")
        #expect(
            try file.examples(categories: table, weight: 2) == [
                Example(text: "help", category: "login_issue", weight: 2)
            ]
        )
        #expect(throws: TriageFailure.self) { try file.examples(categories: ["odd": "general"]) }
        #expect(throws: TriageFailure.self) { try file.spamExamples() }
        let messages = try ExampleFile("category\tlanguage\ttext\ngeneral\tfr\tmerci\ngeneral\t\tok\n")
        #expect(
            try messages.examples() == [
                Example(text: "merci", category: "general", language: "fr"), Example(text: "ok", category: "general"),
            ]
        )
        #expect(try messages.languageExamples().first == LanguageExample(text: "merci", language: "fr"))
        let spam = try ExampleFile("label\ttext\nspam\twin\nham\thi\n").spamExamples()
        #expect(spam.map(\.isSpam) == [true, false])
    }
}
