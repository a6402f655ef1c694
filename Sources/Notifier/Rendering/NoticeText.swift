import Contract
import Policy
import Templates

/// What a notice says.
struct NoticeText: Sendable, Equatable {
    let language: Language
    let subject: String
    let text: String
    /// The same in HTML, without a page around it.
    let html: String?

    init(language: Language, subject: String, text: String, html: String?) {
        self.language = language
        self.subject = subject
        self.text = text
        self.html = html
    }

    init(_ rendered: RenderedTemplate, withHTML: Bool) {
        language = rendered.language
        text = rendered.text
        // A template without a subject begins with what it is about.
        subject = rendered.subject ?? String(rendered.text.prefix(100).prefix { !$0.isNewline })
        html = withHTML ? rendered.html : nil
    }

    /// An article, which goes out as the router has worded it, in the article's language.
    init?(articleOf event: Event, withHTML: Bool) {
        guard let answer = event["answer"] else { return nil }
        let language = (event["article_language"] ?? event["language"]).flatMap { Language($0) } ?? .english
        let html = withHTML ? MarkdownText.html(of: answer) : nil
        self.init(language: language, subject: event["title"] ?? "", text: answer, html: html)
    }
}
