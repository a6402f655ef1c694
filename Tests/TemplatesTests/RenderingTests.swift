import Policy
import Templates
import Testing

@Suite struct `Rendering templates` {
    /// The templates of a section, whose texts stand in a block.
    private func renderer(_ templates: String) throws -> TemplateRenderer {
        let yaml = "version: 1\nsources: { web: { publish: [message.post] } }\ntemplates:\n  fallback: [en, fr]\n"
        return TemplateRenderer(try Document(yaml: yaml + templates).templates)
    }

    private let french = Language("fr-CA")

    @Test func `a reader gets the own language, a more general one, or the first of the fallback`() throws {
        let renderer = try renderer("  hello: { texts: { fr: 'Bonjour {{user_name}}', en: 'Hello {{user_name}}' } }\n")
        let values = TemplateValues(["user_name": "Awa"])
        #expect(renderer.render("hello", for: french, values)?.text == "Bonjour Awa")
        #expect(renderer.render("hello", for: french, values)?.language.rawValue == "fr")
        #expect(renderer.render("hello", for: Language("de"), values)?.text == "Hello Awa")
        #expect(renderer.render("hello", for: nil, values)?.text == "Hello Awa")
        #expect(renderer.render("nothing", for: nil, values) == nil)
    }

    @Test func `plain text has values as they are, HTML has them escaped`() throws {
        let renderer = try renderer(
            """
              one: { texts: { en: { subject: 'S {{text}}', text: 'T {{text}}', html: '<p>{{text}}</p>' } } }
              two: { texts: { en: 'Dear {{text}}' } }

            """
        )
        let values = TemplateValues(["text": "<b> & \"it's\""])
        let one = try #require(renderer.render("one", for: nil, values))
        #expect(one.subject == "S <b> & \"it's\"")
        #expect(one.text == "T <b> & \"it's\"")
        #expect(one.html == "<p>&lt;b&gt; &amp; &quot;it&#39;s&quot;</p>")
        let two = try #require(renderer.render("two", for: nil, values))
        #expect(two.subject == nil)
        #expect(two.html == "<p>Dear &lt;b&gt; &amp; &quot;it&#39;s&quot;</p>")
    }

    @Test(arguments: [nil, "", " \n"])
    func `what is missing or empty says nothing, and neither does its section`(_ value: String?) throws {
        let renderer = try renderer(
            "  hello: { texts: { en: 'Hi{{user_name}}.{{#eta}} By {{eta}}.{{/eta}}{{^eta}} Soon.{{/eta}}' } }\n"
        )
        #expect(renderer.render("hello", for: nil, TemplateValues(["eta": value]))?.text == "Hi. Soon.")
        #expect(renderer.render("hello", for: nil, TemplateValues(["eta": "noon"]))?.text == "Hi. By noon.")
    }

    @Test func `a list repeats its section`() throws {
        let renderer = try renderer("  list: { texts: { en: '{{why}}:{{#cases}} {{.case}} {{.due}};{{/cases}}' } }\n")
        var values = TemplateValues(["why": "late"])
        values.set("cases", to: [["case": "c-1", "due": "noon"], ["case": "c-2"]])
        #expect(renderer.render("list", for: nil, values)?.text == "late: c-1 noon; c-2 ;")
    }

    @Test func `templates stand in each other, in the reader's language and form`() throws {
        let renderer = try renderer(
            """
              foot: { texts: { en: { text: "& {{why}}", html: "<hr>{{why}}" }, fr: { text: "et {{why}}", html: "<hr>f" } } }
              note: { texts: { en: { text: "Hi {{>foot}}", html: "<p>{{>foot}}</p>" }, fr: "Salut {{>foot}}" } }

            """
        )
        let values = TemplateValues(["why": "<you>"])
        #expect(renderer.render("note", for: nil, values)?.text == "Hi & <you>")
        #expect(renderer.render("note", for: nil, values)?.html == "<p><hr>&lt;you&gt;</p>")
        #expect(renderer.render("note", for: french, values)?.text == "Salut et <you>")
        #expect(renderer.render("note", for: french, values)?.html == "<p>Salut et &lt;you&gt;</p>")
    }

    @Test func `a subject is one line`() throws {
        let renderer = try renderer("  one: { texts: { en: { subject: 'About {{text}}', text: '{{text}}' } } }\n")
        let rendered = renderer.render("one", for: nil, TemplateValues(["text": "a\r\nBcc: all@example.org\nb"]))
        #expect(rendered?.subject == "About a Bcc: all@example.org b")
    }

    @Test func `plain text in HTML keeps its lines and paragraphs`() throws {
        let renderer = try renderer("  one: { texts: { en: '{{text}}' } }\n")
        let rendered = renderer.render("one", for: nil, TemplateValues(["text": "a\nb\n\n\n- c"]))
        #expect(rendered?.html == "<p>a<br>\nb</p>\n<p>- c</p>")
    }

    @Test func `a long value is cut between characters`() throws {
        let renderer = try renderer("  one: { texts: { en: '{{text}}' } }\n")
        let long = String(repeating: "é👨‍👩‍👧", count: 5000)
        let text = try #require(renderer.render("one", for: nil, TemplateValues(["text": long]))?.text)
        #expect(text.utf8.count <= 16_384)
        #expect(text.hasSuffix("…"))
        #expect(text.dropLast().allSatisfy { $0 == "é" || $0 == "👨‍👩‍👧" })
    }

    @Test func `lists in lists end before they fill the memory`() throws {
        let inner = String(repeating: "{{#cases}}", count: 8) + "{{.text}}" + String(repeating: "{{/cases}}", count: 8)
        let renderer = try renderer("  list: { texts: { en: 'x \(inner)' } }\n")
        var values = TemplateValues()
        values.set("cases", to: (0..<100).map { _ in ["text": String(repeating: "a", count: 10_000)] })
        #expect(renderer.render("list", for: nil, values) == nil)
        values.set("cases", to: [["text": "one"]])
        #expect(renderer.render("list", for: nil, values)?.text == "x one")
    }

    @Test func `what would be too long is rendered with less`() throws {
        let renderer = try renderer("  list: { texts: { en: '{{#cases}}{{.text}} {{/cases}}' } }\n")
        var values = TemplateValues()
        values.set("cases", to: (0..<100).map { _ in ["text": String(repeating: "a", count: 10_000)] })
        let text = try #require(renderer.render("list", for: nil, values)?.text)
        #expect(text.utf8.count <= TemplateRenderer.outputBytes)
        #expect(text.split(separator: " ").count == 20)
    }

    @Test func `a text that says nothing with its values is none`() throws {
        let renderer = try renderer("  one: { texts: { en: '{{text}}' } }\n")
        #expect(renderer.render("one", for: nil, TemplateValues()) == nil)
    }
}

@Suite struct `The default templates` {
    private let document: Document
    private let renderer: TemplateRenderer

    init() throws {
        document = try Document(yaml: DefaultPolicy.yaml)
        renderer = TemplateRenderer(document.templates)
    }

    /// A value for each variable that tells it from the others.
    private var samples: TemplateValues {
        var values = TemplateValues(Dictionary(uniqueKeysWithValues: TemplateVariables.all.map { ($0, "<\($0)>") }))
        values["cases"] = nil
        values.set("cases", to: [["case": "<case>", "subject": "<subject>", "due": "<due>"]])
        return values
    }

    @Test func `each can be rendered in each of its languages, with every variable that it has`() throws {
        for (name, template) in document.templates.all {
            for (language, text) in template.texts.values {
                let rendered = try #require(renderer.render(name, for: language, samples), "\(name) in \(language)")
                #expect(rendered.language == language)
                #expect((rendered.subject == nil) == (text.subject == nil))
                #expect(!rendered.text.contains("{{"))
                for case .variable(let variable) in try MustacheTags.of(text.text) {
                    let last = variable.split(separator: ".").last.map(String.init) ?? variable
                    #expect(rendered.text.contains("<\(last)>"), "\(name) in \(language): \(variable)")
                }
                #expect(!rendered.html.contains("<user_name>"))
            }
        }
    }

    @Test func `each can be rendered although nothing is known but why`() throws {
        for name in document.templates.all.keys {
            #expect(renderer.render(name, for: nil, TemplateValues(["why": "You asked."])) != nil, "\(name)")
        }
    }
}
