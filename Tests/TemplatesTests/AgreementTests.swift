import Policy
import Templates
import Testing

/// What `policy check` accepts is rendered, and what it refuses says why.
@Suite struct `Checking and rendering templates` {
    private func document(_ text: String, key: String = "text") throws(PolicyFaults) -> Document {
        var quoted = ""
        for character in text {
            switch character {
            case "\"", "\\": quoted += "\\\(character)"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        let body = key == "text" ? "text: \"\(quoted)\"" : "text: x, \(key): \"\(quoted)\""
        return try Document(
            yaml: """
                version: 1
                sources: { web: { publish: [message.post] } }
                templates:
                  other: { texts: { en: { text: "other {{text}}", html: "<i>{{text}}</i>" } } }
                  plain: { texts: { en: plain } }
                  one: { texts: { en: { \(body) } } }
                """
        )
    }

    @Test(arguments: [
        ("no tag", "no tag"), ("{ {{text}} }", "{ V }"), ("{{ text }}", "V"), ("{{{text}}}", "V"), ("{{&text}}", "V"),
        ("a{{! not\nshown }}b", "ab"), ("{{#text}}{{.}}{{/text}}", "V"), ("{{^text}}no{{/text}}yes", "yes"),
        ("a\n{{#text}}\nb\n{{/text}}\nc", "a\nb\nc"), ("{{>other}}", "other V"), ("  {{>other}}\nx", "  other Vx"),
        ("}} {{text}} {x", "}} V {x"), ("{{text}}{{text}}", "VV"), ("{{text.more}}x", "x"),
    ])
    func `what is accepted is rendered`(_ text: String, _ rendered: String) throws {
        let renderer = TemplateRenderer(try document(text).templates)
        #expect(renderer.render("one", for: nil, TemplateValues(["text": "V"]))?.text == rendered)
    }

    @Test(arguments: [
        ("{{text", "a tag is not closed: {{text"), ("{{#text}}", "{{#text}} is not closed"),
        ("{{/text}}", "{{/text}} closes what is not open"), ("{{#text}}{{#why}}{{/text}}{{/why}}", "{{/text}} closes"),
        ("{{}}", "a tag holds a name: {{}}"), ("{{=<% %>=}}", "a tag holds a name"),
        ("{{%X: y}}", "a tag holds a name"),
        ("{{upper(text)}}", "a tag holds a name"), ("{{>*text}}", "a tag holds a name"),
        ("{{$a}}b{{/a}}", "a tag holds"),
        ("{{<other}}{{/other}}", "a tag holds a name"), ("{{{text}}", "a tag is not closed"),
        ("{{text}} {", "it cannot be rendered"), ("{{nobody}}", "the variable nobody is not among those"),
        ("{{>nothing}}", "no template is called nothing"),
        (
            String(repeating: "{{#text}}", count: 9) + String(repeating: "{{/text}}", count: 9),
            "sections stand in each other at most 8 deep"
        ),
    ])
    func `what cannot be rendered is refused`(_ text: String, _ message: String) throws {
        let error = try #require(throws: PolicyFaults.self) { try document(text) }
        #expect(error.description.contains(message), "\(error)")
    }

    @Test(arguments: [
        ("{{{text}}}", "in HTML {{text}} is allowed"), ("{{&text}}", "in HTML {{text}} is allowed"),
        ("{{>plain}}", "{{>plain}} stands in HTML, so that template needs `html` too"),
    ])
    func `what people write never becomes markup`(_ html: String, _ message: String) throws {
        let error = try #require(throws: PolicyFaults.self) { try document(html, key: "html") }
        #expect(error.description.contains(message), "\(error)")
    }

    @Test func `templates that contain themselves, too much or too deep are refused`() throws {
        let start = "version: 1\nsources: { web: { publish: [message.post] } }\ntemplates:\n"
        let circle = "  a: { texts: { en: 'x{{>b}}' } }\n  b: { texts: { en: 'y{{>a}}' } }\n"
        let error = try #require(throws: PolicyFaults.self) { try Document(yaml: start + circle) }
        #expect(
            error.faults.map(\.description) == [
                "line 4: templates.a: the template contains itself, by way of {{>…}}",
                "line 5: templates.b: the template contains itself, by way of {{>…}}",
            ]
        )
        let doubling = (0..<30).map { "  t\($0): { texts: { en: 'x{{>t\($0 + 1)}}{{>t\($0 + 1)}}' } }\n" }.joined()
        let many = try #require(throws: PolicyFaults.self) {
            try Document(yaml: start + doubling + "  t30: { texts: { en: x } }\n")
        }
        #expect(many.description.contains("templates.t0: at most 2000 tags are allowed"))
        #expect(many.description.contains("templates.t0: templates may stand in each other at most 8 deep"))
        #expect(!many.description.contains("templates.t28:"))
    }
}
