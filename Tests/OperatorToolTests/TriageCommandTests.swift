import Contract
import Testing

@testable import OperatorTool

@Suite struct TriageCommandTests {
    @Test func `a message's category is told with the words that decided`() async throws {
        let run = await ToolRun("triage", "why", "I was charged twice for my advert, please pay one back", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json["category"]?.text != nil)
        #expect(run.json["language"]?["tag"]?.text == "en")
        #expect(run.json["reasons"]?.elements.isEmpty == false)
        let words = await ToolRun("triage", "why", "I was charged twice for my advert, please pay one back")
        #expect(words.lines.first?.hasPrefix("category  ") == true)
        #expect(words.lines.contains { $0.hasPrefix("language  en") })
    }

    @Test func `a file of messages is judged`() async throws {
        let folder = try Folder()
        let text = "category\ttext\nlogin_issue\tI cannot log in, I forgot my password\nrefund\tI want my money back\n"
        let file = try folder.file("messages.tsv", text)
        let run = await ToolRun("triage", "test", file, "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json["messages"]?.integer == 2)
        #expect(run.json["categories"]?.elements.count == 2)
    }

    @Test(arguments: [("empty.tsv", ""), ("wrong.tsv", "a\tb\nc\td\n")])
    func `a file that is no file of messages is a clear error`(name: String, text: String) async throws {
        let folder = try Folder()
        let run = await ToolRun("triage", "test", try folder.file(name, text))
        #expect(run.status == 1)
        #expect(run.errors.contains(name))
    }
}
