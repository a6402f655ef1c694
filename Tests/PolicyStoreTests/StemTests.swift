import Policy
import Postgres
import Testing

@testable import PolicyStore

@Suite struct `The stems of questions` {
    @Test func `are those that the server cuts from the whole text, word by word and remembered`() async throws {
        let house = try await PolicyHouse.open()
        let version = try await house.apply(DefaultPolicy.yaml, DefaultPolicy.files)
        let base = try await house.knowledge(DefaultPolicy.yaml, DefaultPolicy.files, version: version)
        let more = [
            "My refund... where is it?! REFUND; please: refund", "a host.name and an http://address/path", "well-known",
            "don't", "my ad number 4711, paid 12.50", "Où est mon remboursement, s'il vous plaît ?", "U.S. dollars",
            "x:y",
            "./path of me", "  refund\n\trefunds\r\nRefunding  ",
        ]
        var questions: [KnowledgeBase.Question] = []
        for asked in AskedQuestion.all {
            guard let language = Language(asked.language) else { continue }
            questions.append(KnowledgeBase.Question(asked.text, language: language))
        }
        for text in more { questions.append(KnowledgeBase.Question(text, language: .english)) }
        let plain = questions.filter { PlainWords.words(of: $0.text) != nil }
        #expect(plain.count * 3 > questions.count)
        let once = try await house.finds(questions, in: base)
        let again = try await house.finds(questions, in: base)
        #expect(once == again)
        for (place, find) in once {
            let rows = try await house.session.query(
                Statement(
                    "SELECT tsvector_to_array(to_tsvector(policy.search_config($1), $2))",
                    .text(find.language),
                    .text(questions[place].text)
                )
            )
            let whole = rows.first.map { $0.texts(0).compactMap(\.self) } ?? []
            #expect(find.words == Set(whole).sorted(), "\(questions[place].text)")
        }
        #expect(base.lookUp(plain)?.statement == nil)
        await house.session.close()
    }

    @Test(arguments: [
        ("Where is my refund?", ["is", "my", "refund", "where"]), ("", []), (". ! ?", []),
        ("end. Next", ["end", "next"]),
    ])
    func `are of words where a text has nothing else`(_ text: String, _ words: [String]) {
        #expect(PlainWords.words(of: text)?.sorted() == words)
    }

    @Test(arguments: [
        "end.Next", "well-known", "it's", "4 ads", "a_b", "mail@host", "é", "a/b", "<b>", ".hidden", "x:y", "wait..",
    ])
    func `are left to the server where there may be more`(_ text: String) {
        #expect(PlainWords.words(of: text) == nil)
    }

    @Test func `are forgotten before they fill the memory`() {
        let memory = StemMemory()
        for number in 0..<30 {
            let words = (0..<1_000).map { StemMemory.Word(language: "en", text: "\(number)-\($0)") }
            memory.keep(Dictionary(uniqueKeysWithValues: words.map { ($0, [$0.text]) }))
            #expect(memory.stems(of: Set(words)).count == 1_000)
        }
        #expect(memory.stems(of: [StemMemory.Word(language: "en", text: "0-0")]).isEmpty)
    }
}
