/// How cases come to admins, pause, come back and end.
package struct RoutingPolicy: Sendable, Hashable {
    /// How long after a resolve a message reopens the case rather than opens one that follows it.
    package var reopenWindow = Duration.seconds(7 * 86_400)
    /// Messages that only thank; after a resolve they do not reopen.
    package var courtesy = CourtesyRule()
    /// How far away the end of a snooze may be.
    package var snoozeLimit = Duration.seconds(30 * 86_400)
    /// How long nobody may have answered before a case that waits for its user is resolved; nil for never.
    package var autoResolve: AutoResolveRule?
    /// How many open cases an admin has at most of whom neither the directory nor the team says.
    package var defaultCapacity = 10
    /// How long an assignee may leave a user unanswered, in the assignee's shift, before somebody else gets the case.
    package var assignmentTimeout: Duration?
    /// When admins who fit less well are asked.
    package var widening = WideningRule()
    /// Who has the cases that must not wait.
    package var dedicated = DedicatedStaff()
    /// How long a case opened by backfill must be quiet before an admin is looked for.
    package var backfillSettling = Duration.seconds(60)
    /// What is special to each kind of case.
    package var kinds: [CaseKind: KindTerms] = [:]

    /// The values above.
    package init() {}
}
