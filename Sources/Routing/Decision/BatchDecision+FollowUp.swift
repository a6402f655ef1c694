import Contract
import Policy

/// Why a case is open again, or was opened: its user rated the last one low.
enum FollowUp {
    static let reason = "low_rating"
}

extension BatchDecision {
    /// A low rating is taken as the user's word that the matter is not settled: a senior team takes it up.
    ///
    /// The case is reopened inside its window and followed by another after it; where the user has an open case already,
    /// that is told of the rating. Either way the user waits for an answer from the time of the rating.
    mutating func followUp(_ rated: CaseID, _ work: Work) {
        guard !work.isBackfill, let user = work.fields.optional("user"), var current = cases.current(work) else {
            return
        }
        let actor = Actor.user(user)
        let team = work.fields.optional("team")
        if current.state.isOpen {
            var fields = current.facts
            fields.append("reason", FollowUp.reason)
            fields.append("rated", rated.rawValue)
            fields.append("assignee", ifAny: current.assignee?.rawValue)
            fields.append("team", ifAny: current.team)
            fields.append(ownOf: work.rating)
            record("case.updated", of: &current, work, by: actor, reason: FollowUp.reason, fields)
            return put(current, work)
        }
        guard current.isSettled else { return }
        if isInsideReopenWindow(current, work), current.resolvedAt.map({ work.time >= $0 }) ?? false {
            current.wantedTeam = team
            current.team = team ?? current.team
            reopen(&current, by: actor, reason: FollowUp.reason, message: nil, work)
            current.reason = FollowUp.reason
            // Not whoever had it before, but the team.
            seekAdmin(&current, preferring: nil, work)
            return put(current, work)
        }
        closeSucceeded(current, work)
        var opened = newCase(.conversation, user: UserID(user), work, after: current)
        opened.follows = rated
        opened.reason = FollowUp.reason
        opened.category = current.category
        opened.tier = current.tier
        opened.language = current.language
        opened.region = current.region
        opened.notes.languageBy = current.notes.languageBy
        opened.notes.channel = work.fields.optional("channel")
        opened.asked = .excerpt(of: work.fields.optional("comment"), atMost: rules.excerptBytes) ?? FollowUp.reason
        opened.wantedTeam = team
        opened.team = team
        var fields = opened.facts
        fields.append("reason", FollowUp.reason)
        fields.append("team", ifAny: team)
        fields.append("rated", rated.rawValue)
        fields.append("channel", ifAny: work.fields["channel"])
        fields.append(ownOf: work.rating)
        announce(&opened, by: actor, work, fields)
    }
}

extension Work {
    /// What a follow-up says of the rating that asks for it.
    fileprivate var rating: Fields {
        var rating = Fields()
        for name in ["survey", "rating", "scale", "stars", "comment", "suggestion", "due"] {
            rating.append(name, ifAny: fields[name])
        }
        return rating
    }
}
