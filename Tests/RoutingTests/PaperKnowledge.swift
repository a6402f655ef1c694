import Policy
import PolicyStore

@testable import Routing

/// A small knowledge base on paper.
enum PaperKnowledge {
    /// The names of its articles.
    static let articles = ["password", "refund", "invoice"]

    private static let yaml = """
        version: 1
        sources: { web: { publish: [message.post] } }
        categories: { general: {}, login_issue: {}, refund: {}, payment_issue: {} }
        triage: { default_category: general }
        """

    private static let texts = [
        "help/password.en.md": article("Reset your password", "login_issue", "reset my password", "Choose it anew."),
        "help/refund.en.md": article("Refunds", "refund", "where is my refund", "It takes five days."),
        "help/invoice.en.md": article("Invoices", "payment_issue", "send me an invoice", "Under Payments."),
    ]

    private static func article(_ title: String, _ category: String, _ question: String, _ body: String) -> String {
        "---\ntitle: \(title)\ncategory: \(category)\nquestions: [\(question)]\n---\n\(body)\n"
    }

    /// The answers of a policy with those lines for `knowledge`.
    static func answers(_ knowledge: String = "solved_after: 24h", templates: String = "") throws -> AutomaticAnswers {
        let section = "\nknowledge: { folder: help, \(knowledge) }\n\(templates)\n"
        let document = try Document(yaml: yaml + section, files: KeptFiles(texts))
        let wordings = document.articles.flatMap { article in
            ([article.title] + article.questions).map {
                KnowledgeBase.Wording(article: article.name.rawValue, language: "en", words: words($0))
            }
        }
        return AutomaticAnswers(document, KnowledgeBase(document, wordings))
    }

    /// The words of a text as they stand there, but for those that say nothing.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter }.map(String.init).filter {
            !["my", "is", "me", "an", "i"].contains($0)
        }
    }

    /// An office that has it.
    static func office(_ knowledge: String = "solved_after: 24h", templates: String = "") throws -> PaperOffice {
        var office = PaperOffice()
        office.answers = try answers(knowledge, templates: templates)
        return office
    }
}
