package import Contract

/// Which cases a rule is for: those of which everything that it names holds; a part left empty binds nothing.
package struct CaseCondition: Sendable, Hashable {
    /// It is of one of these kinds.
    package var kinds: Set<CaseKind> = []
    /// Its category is one of these or stands below one in the tree.
    package var categories: Set<Name<Category>> = []
    /// It has one of these tiers.
    package var tiers: Set<Tier> = []
    /// It is with one of these teams.
    package var teams: Set<Name<Team>> = []
    /// It came in by one of these channels.
    package var channels: Set<Channel> = []
    /// It was published by one of these sources.
    package var sources: Set<SourceID> = []
    /// Its user writes one of these languages, or a more special form of one.
    package var languages: Set<Language> = []
    /// Its message has one of the words or phrases of its language; any case of letters.
    package var words = Localized<[String]>()
    /// Its user has waited for an answer longer than this, in calendar time.
    package var waitingOver: Duration?
    /// Its user is verified, or is not.
    package var verified: Bool?

    /// The condition that every case meets.
    package init() {}

    /// Whether every case meets it.
    package var isEmpty: Bool { self == CaseCondition() }
}
