import Testing

@testable import Notifier

struct TemplateTests {
    @Test
    func `a line without its values is left out`() {
        let template = Template("Dear {{who}},\nyou asked: {{asked}}\nBye {{who}} and {{all}}")
        let values = ["who": "Ann", "asked": ""]
        #expect(template.filled { values[$0] } == "Dear Ann,")
        #expect(template.names == ["who", "asked", "all"])
    }

    @Test
    func `values are not read as templates`() {
        let template = Template("{{a}}")
        #expect(template.filled { _ in "{{a}} }} {{" } == "{{a}} }} {{")
    }
}
