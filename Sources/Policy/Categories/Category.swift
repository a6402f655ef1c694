/// What a case is about.
package struct Category: Sendable, Hashable {
    /// What the policy and the publishers call it.
    package let name: Name<Category>
    /// What people call it.
    package var title = Localized<String>()
    /// The category that it is a part of; nil at the top of the tree.
    package var parent: Name<Category>?
    /// The row of the reports in which its cases are counted; its parent's unless it has one of its own.
    package var reportRow: String
    /// Words and phrases that speak for it, in each language.
    package var keywords = Localized<[String]>()
    /// The team that its cases go to; its parent's unless it has one of its own.
    package var team: Name<Team>?
    /// The tier that its cases have where no rule says otherwise; its parent's unless it has one of its own.
    package var tier: Tier?
    /// What an admin must know to be given one of its cases; its parent's unless it has some of its own.
    package var skills: Set<String> = []
    /// The marketplace kinds whose cases have this category unless their publisher names another.
    package var kinds: Set<CaseKind> = []

    /// A category that is its own row in the reports.
    package init(name: Name<Category>) {
        self.name = name
        reportRow = name.rawValue
    }
}
