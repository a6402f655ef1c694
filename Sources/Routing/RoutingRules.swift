/// What the office decides about routing that is not in the code of a decision.
package struct RoutingRules: Sendable {
    /// How long after a resolve a case is reopened rather than followed by a new one.
    package var reopenWindow = Duration.seconds(7 * 24 * 3600)
    /// How many open cases an admin takes whose directory entry does not say.
    package var defaultCapacity = 10
    /// How long a case opened by backfill must be quiet before an admin is looked for.
    package var backfillSettling = Duration.seconds(60)
    /// How many bytes of a message's text are quoted in events, at most.
    package var excerptBytes = 160
    /// How many waiting cases one batch calls, at most; a letter to oneself calls the rest.
    package var callsPerBatch = 200

    /// The rules in force.
    package init() {}
}
