/// A text with variables, in several languages.
package struct Template: Sendable, Hashable {
    /// What it says in one language, in Mustache.
    package struct Text: Sendable, Hashable {
        /// The subject of a letter; nil where there is none.
        package var subject: String?
        /// The plain text.
        package var text: String
        /// The same in HTML; nil to make it from the plain text.
        package var html: String?

        /// A text of those parts.
        package init(subject: String? = nil, text: String, html: String? = nil) {
            self.subject = subject
            self.text = text
            self.html = html
        }
    }

    /// What notices and `message.post` call it.
    package let name: Name<Template>
    /// The variables that its texts may use.
    package var variables: Set<String> = []
    /// What it says in each language.
    package var texts = Localized<Text>()

    /// A template that says nothing.
    package init(name: Name<Template>) { self.name = name }
}

/// All templates, and what is spoken when one lacks a language.
package struct TemplateShelf: Sendable, Hashable {
    /// The languages that are tried, in order, when a template lacks the reader's.
    package var fallback = [Language.english]
    /// The templates by their names.
    package var all: [Name<Template>: Template] = [:]

    /// No templates.
    package init() {}

    /// The template of that name.
    package subscript(name: Name<Template>) -> Template? { all[name] }

    /// What the template says to a reader of the language.
    package func text(_ name: Name<Template>, for language: Language?) -> Template.Text? {
        all[name]?.texts.value(for: language, fallback: fallback)
    }
}
