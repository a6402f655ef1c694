/// A part of the company outside messaging that cases are escalated to, such as legal or finance.
package struct Department: Sendable, Hashable {
    /// What the policy and the publishers call it; no team has the same name.
    package let name: Name<Department>
    /// What people call it.
    package var title = Localized<String>()
    /// Where letters to the department go.
    package var email: String?
    /// The team whose admins answer for it in this system; nil if they do so elsewhere.
    package var team: Name<Team>?
    /// When it works; nil for always.
    package var calendar: Name<CalendarDefinition>?
    /// How soon it must acknowledge an escalation, in its calendar; nil for what `escalation` says.
    package var acknowledgeWithin: Duration?

    /// A department of that name.
    package init(name: Name<Department>) { self.name = name }
}
