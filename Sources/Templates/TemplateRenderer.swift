import Mustache
package import Policy

/// The templates of a policy, compiled once, as they are rendered for readers.
package struct TemplateRenderer: Sendable {
    /// How many bytes a text becomes at most.
    package static let outputBytes = 65_536

    private let shelf: TemplateShelf
    /// What each language and form has, partials resolved in the reader's language.
    private var libraries: [Form: MustacheLibrary] = [:]
    private var weights: [Key: TextWeight] = [:]
    /// Subjects and texts that need no library.
    private var plain: [Key: PlainText] = [:]
    private var variables: [Name<Template>: Set<String>] = [:]

    /// The templates of that shelf; one that cannot be compiled is rendered never, which ``render(_:for:_:)`` answers.
    package init(_ shelf: TemplateShelf) {
        self.shelf = shelf
        let languages = Set(shelf.all.values.flatMap(\.texts.languages))
        for language in languages {
            for part in Part.allCases {
                let form = Form(language: language, part: part)
                libraries[form] = library(of: form)
                for name in shelf.all.keys {
                    let key = Key(name: name, form: form)
                    weights[key] = TextWeight(name, of: part, in: language, from: shelf)
                    guard part != .html, let text = shelf.all[name]?.texts.values[language],
                        let source = part.source(of: text)
                    else { continue }
                    plain[key] = PlainText(source)
                }
            }
        }
        for (name, template) in shelf.all {
            let texts = template.texts.values.values.flatMap { [$0.subject, $0.text, $0.html].compactMap(\.self) }
            let tags = texts.map { try? MustacheTags.of($0) }
            variables[name] = tags.contains { $0?.contains(where: \.isPartial) ?? true } ? nil : Self.names(in: tags)
        }
    }

    /// The variables that a template uses in any language; nil where it takes in other templates.
    package func variables(of name: Name<Template>) -> Set<String>? { variables[name] }

    private static func names(in tags: [[MustacheTags.Tag]?]) -> Set<String> {
        var names: Set<String> = []
        for tag in tags.compactMap(\.self).joined() {
            switch tag {
            case .opening(let name), .variable(let name), .unescaped(let name):
                names.insert(String(name.prefix { $0 != "." }))
            case .closing, .partial, .comment: continue
            }
        }
        return names
    }

    /// What the template says to a reader of the language, or in the first language of the fallback that it has.
    ///
    /// Plain text has the values as they are, HTML has them escaped. Nil for a template that is not there or cannot be
    /// rendered; then the program's own words have to do. HTML that nobody asks for is left empty.
    package func render(
        _ name: Name<Template>,
        for language: Language?,
        _ values: TemplateValues,
        withHTML: Bool = true
    ) -> RenderedTemplate? {
        guard let template = shelf[name],
            let chosen = template.texts.language(for: language, fallback: shelf.fallback),
            let source = template.texts.values[chosen],
            let text = render(name, Form(language: chosen, part: .text), values)
        else { return nil }
        let subject = source.subject.flatMap { _ in render(name, Form(language: chosen, part: .subject), values) }
        guard withHTML else {
            let line = subject.map(RenderedTemplate.line)
            return RenderedTemplate(language: chosen, subject: line, text: text, html: "")
        }
        let html = source.html.flatMap { _ in render(name, Form(language: chosen, part: .html), values) }
        return RenderedTemplate(
            language: chosen,
            subject: subject.map(RenderedTemplate.line),
            text: text,
            html: html ?? RenderedTemplate.html(of: text)
        )
    }

    private func render(_ name: Name<Template>, _ form: Form, _ values: TemplateValues) -> String? {
        let key = Key(name: name, form: form)
        if let text = plain[key]?.filled(values, atMost: Self.outputBytes), text.contains(where: { !$0.isWhitespace }) {
            return text
        }
        guard let weight = weights[key], let library = libraries[form] else { return nil }
        // The size is known to fit before anything is rendered: a list in a list could grow beyond all memory.
        let tries = [values, values.shortened(bytes: 1000, elements: 20), values.shortened(bytes: 200, elements: 5)]
        guard let fitting = tries.first(where: { weight.bytes(with: $0) <= Self.outputBytes }) else { return nil }
        let text = library.render(fitting.context, withTemplate: name.rawValue)
        return text.flatMap { text in
            text.utf8.count <= Self.outputBytes && text.contains { !$0.isWhitespace } ? text : nil
        }
    }

    private func library(of form: Form) -> MustacheLibrary {
        var library = MustacheLibrary()
        for (name, template) in shelf.all {
            guard let text = template.texts.value(for: form.language, fallback: shelf.fallback),
                let source = form.part.source(of: text)
            else { continue }
            // The renderer escapes for HTML where a text, and each that is put into it, does not say otherwise. The line
            // of a pragma leaves nothing behind.
            let plain = form.part == .html ? source : "{{% CONTENT_TYPE:TEXT}}\n\(source)"
            if let compiled = try? MustacheTemplate(string: plain) { library.register(compiled, named: name.rawValue) }
        }
        return library
    }
}

/// A part of a template in a language.
private struct Form: Hashable {
    let language: Language
    let part: Part
}

private struct Key: Hashable {
    let name: Name<Template>
    let form: Form
}

/// A part of what a template says.
enum Part: CaseIterable {
    case subject, text, html

    /// The part's Mustache; a template without a subject is its text where another's subject contains it.
    func source(of text: Template.Text) -> String? {
        switch self {
        case .subject: text.subject ?? text.text
        case .text: text.text
        case .html: text.html
        }
    }
}

extension MustacheTags.Tag {
    /// Whether it takes in another template.
    fileprivate var isPartial: Bool {
        if case .partial = self { true } else { false }
    }
}
