import Contract
import Pipeline
import Testing

@testable import Routing

/// The texts that the router hands on.
struct TextTests {
    @Test
    func `an article's answer has the user's own links`() throws {
        let templates = """
            templates: { automatic: { texts: { en: "{{answer}} {{link}} {{not_solved_link}} {{case}} {{conversation}}" } } }
            notices:
              links:
                user: "https://example.org/{conversation}"
                not_solved: "https://example.org/{conversation}/{case}/no"
            """
        var office = try PaperKnowledge.office("solved_after: 24h, template: automatic", templates: templates)
        let events = try office.decide(Commands.userWrites(text: "reset my password", ["language": "en"]))
        let answered = try #require(events.last)
        let (id, conversation) = (try #require(answered.case).rawValue, try #require(answered.conversation).rawValue)
        #expect(
            answered.fields["answer"] == """
                Choose it anew. https://example.org/\(conversation) https://example.org/\(conversation)/\(id)/no \
                \(id) \(conversation)
                """
        )
    }

    @Test
    func `subscribers are told the whole of a reply, its beginning is in the history`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(text: "Where is it?"))
        let text = String(repeating: "a long way, ", count: 100)
        let events = try office.decide(Commands.adminWrites(number: 2, after: .seconds(60), ["text": text]))
        let replied = try #require(events.first { $0.type == "case.replied" })
        #expect(replied.fields["text"] == text)
        #expect(replied.fields["excerpt"]?.utf8.count == 163)
        let kept = try #require(office.history.last { $0.type == "case.replied" })
        #expect(kept.detail["excerpt"] == replied.fields["excerpt"])
        #expect(kept.detail["text"] == nil)
    }
}
