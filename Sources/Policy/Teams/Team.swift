/// Admins who work together; who belongs to it, the admins' directory entries say.
package struct Team: Sendable, Hashable {
    /// What the policy and the publishers call it.
    package let name: Name<Team>
    /// What people call it.
    package var title = Localized<String>()
    /// What an admin of the team knows whose directory entry names no skills.
    package var skills: Set<String> = []
    /// The languages that the team should have somebody for.
    package var languages: Set<Language> = []
    /// The ISO 3166 regions of an admin of the team whose directory entry names none; empty for all.
    package var regions: Set<String> = []
    /// When an admin of the team works whose directory entry names no calendar; nil for always.
    package var calendar: Name<CalendarDefinition>?
    /// How many open cases an admin of the team has at most whose directory entry does not say; nil for the office's.
    package var capacity: Int?
    /// Where letters to the team as a whole go.
    package var email: String?

    /// A team that wants nothing special.
    package init(name: Name<Team>) { self.name = name }
}
