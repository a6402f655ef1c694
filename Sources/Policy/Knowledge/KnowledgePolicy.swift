/// When the knowledge base answers by itself.
package struct KnowledgePolicy: Sendable, Hashable {
    /// The folder of the articles, beside the policy file; nil for no knowledge base.
    package var folder: String?
    /// The confidence (0 to 1) from which an article is sent as the answer.
    package var confidence = 0.85
    /// The confidence (0 to 1) from which an article is suggested to the admin.
    package var suggestion = 0.5
    /// The cases that may be answered so, by category, channel and language.
    package var condition = CaseCondition()
    /// How many automatic answers a case gets at most.
    package var answersPerCase = 1
    /// How long after an automatic answer silence counts as solved, in calendar time.
    package var solvedAfter = Duration.seconds(86_400)
    /// The template around an article's text; nil for the text alone.
    package var template: Name<Template>?

    /// The values above, no folder.
    package init() {}
}
