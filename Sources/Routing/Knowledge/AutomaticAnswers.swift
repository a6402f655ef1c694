import Contract
package import Policy
package import PolicyStore
import Templates

/// What the knowledge base answers by itself, and when.
package final class AutomaticAnswers: Sendable {
    /// The articles.
    let base: KnowledgeBase
    private let document: Policy.Document
    private let renderer: TemplateRenderer

    /// The answers of that policy, whose articles those are.
    package init(_ document: Policy.Document, _ base: KnowledgeBase) {
        self.document = document
        self.base = base
        renderer = TemplateRenderer(document.templates)
    }

    /// How long silence after an answer has to last to count as solved.
    var solvedAfter: Duration { document.knowledge.solvedAfter }

    /// Whether a message of a conversation may have an answer, as far as it is known before its case is opened.
    func mayAnswer(_ profile: CaseProfile) -> Bool {
        var condition = document.knowledge.condition
        condition.categories = []
        return document.meets(condition, by: profile)
    }

    /// What the articles found offer for a case; nil where none is worth telling.
    func offer(_ find: KnowledgeBase.Find, _ profile: CaseProfile) -> ArticleOffer? {
        let terms = document.knowledge
        guard document.meets(terms.condition, by: profile), let answer = base.answer(find, category: profile.category),
            answer.confidence >= terms.suggestion
        else { return nil }
        let goesOut = terms.answersPerCase > 0 && answer.confidence >= terms.confidence
        return ArticleOffer(article: answer.article, confidence: answer.confidence, goesOut: goesOut)
    }

    /// The article as a user reads it: in the policy's template, or alone where there is none that can be rendered.
    func text(of article: Article, userName: String?, for conversation: String, _ id: CaseID) -> String {
        guard let template = document.knowledge.template else { return article.body }
        let links = document.notices.links
        let places = ["conversation": conversation, "case": id.rawValue]
        let values = TemplateValues([
            "answer": article.body, "user_name": userName, "conversation": conversation, "case": id.rawValue,
            "link": NoticeLinks.filled(links.user, places),
            "not_solved_link": NoticeLinks.filled(links.notSolved, places),
        ])
        return renderer.render(template, for: article.language, values)?.text ?? article.body
    }
}

/// An article that may answer what opened a case.
struct ArticleOffer: Sendable, Equatable {
    let article: Article
    /// How sure it is that it does, 0 to 1.
    let confidence: Double
    /// Whether it goes out as the answer; else the admin is shown it.
    let goesOut: Bool
}
