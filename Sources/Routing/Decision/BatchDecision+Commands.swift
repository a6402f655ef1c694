import Contract
import Policy

extension BatchDecision {
    /// News about an open case; the stages of a kind that has some only go forward.
    mutating func update(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        if let updatedAt = current.updatedAt, work.time < updatedAt { return refuse(.late, work, current) }
        let formerStage = current.stage
        let stages = CaseKind(rawValue: current.kind)?.stages ?? []
        if let stage = work.fields.optional("stage"), !stages.isEmpty {
            guard let next = stages.firstIndex(of: stage) else { return refuse(.unknownStage, work, current) }
            if let reached = formerStage.flatMap(stages.firstIndex), next < reached {
                return refuse(.stageOver, work, current)
            }
        }
        current.updatedAt = work.time
        current.stage = work.fields.optional("stage") ?? current.stage
        current.eta = work.fields.optional("eta") ?? current.eta
        var fields = current.facts
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        if current.stage != formerStage { fields.append("former_stage", ifAny: formerStage) }
        fields.append(ownOf: work.fields)
        // Whoever is asked is told by when to respond, unless the command says what to expect.
        if work.fields.optional("eta") == nil,
            let within = rules.timeToRespond(in: work.fields.optional("stage"), of: current)
        {
            fields.append("until", (work.time + within).description)
        }
        let reason = work.fields.optional("reason")
        record("case.updated", of: &current, work, by: work.actor(in: current), reason: reason, fields)
        put(current, work)
    }

    /// What an admin says the case is about, and how urgent it is; what it asks of an admin may change with it.
    ///
    /// Without a tier the rules give it one again, and a category that the admin changes teaches the triage.
    mutating func categorize(_ work: Work) {
        guard var current = cases.current(work) else { return refuse(.noCase, work, nil) }
        if current.state == .merged || current.state == .spam { return refuse(.caseNotOpen, work, current) }
        if let last = current.categorizedAt, work.time < last { return refuse(.late, work, current) }
        let category = work.fields.optional("category")
        let tier = work.fields.optional("tier")
        if let category, !rules.categories.isEmpty, rules.categories[category] == nil {
            return refuse(.unknownCategory, work, current)
        }
        if let tier, !rules.tiers.contains(tier) { return refuse(.unknownTier, work, current) }

        let former = (category: current.category, tier: current.tier)
        current.categorizedAt = work.time
        if let category {
            current.category = category
            current.notes.categoryBy = Decider.admin
            current.notes.suggestedCategory = nil
            current.notes.confidence = nil
            current.notes.model = nil
        }
        if let tier {
            current.tier = tier
            current.notes.tierBy = Decider.admin
        } else if current.category != former.category {
            retier(&current, work)
        }
        follow(&current, work)
        var fields = current.facts
        fields.append("former_category", ifAny: former.category)
        fields.append("former_tier", ifAny: former.tier)
        fields.append("tier_by", ifAny: current.notes.tierBy)
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append(ownOf: work.fields)
        record("case.categorized", of: &current, work, by: work.actor(in: current), fields)
        if current.category != former.category { learn(from: current, work) }
        watchWaiting(current, work)
        put(current, work)
    }

    /// An admin's decision who does a case: an admin, or whoever of a team is free.
    mutating func assign(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        if let last = current.handAssignedAt, work.time < last { return refuse(.late, work, current) }
        guard let to = work.fields.optional("to").map({ AdminID($0) }) else { return assignToTeam(work, current) }
        guard let admin = desk.admins[to] else { return refuse(.unknownAdmin, work, current) }
        guard admin.isActive else { return refuse(.adminInactive, work, current) }
        if current.assignee == to { return refuse(.alreadyAssigned, work, current) }
        if Set(admins: current.decidedBefore).contains(to) { return refuse(.decidedBefore, work, current) }
        guard admin.openCases < admin.capacity else { return refuse(.atCapacity, work, current) }

        let former = current.assignee
        free(former, work)
        if let place = place(work) { seekers[place] = nil }
        current.handAssignedAt = work.time
        current.wantedTeam = nil
        let reason = work.fields.optional("reason") ?? AssignmentReason.byAdmin
        claim(to)
        give(
            &current,
            to: to,
            at: max(work.time, current.lastOpening),
            by: work.actor(in: current),
            reason: reason,
            work
        )
        put(current, work)
    }

    private mutating func assignToTeam(_ work: Work, _ found: Case) {
        var current = found
        let team = work.fields.optional("team") ?? ""
        if !rules.teams.isEmpty, rules.teams[team] == nil { return refuse(.unknownTeam, work, current) }
        // Whom it was escalated to has it before any team that is wanted.
        if let leg = current.escalation, leg.movesCase, leg.to != team {
            return refuse(.escalatedElsewhere, work, current)
        }
        current.handAssignedAt = work.time
        current.wantedTeam = team
        current.team = team
        current.endPause()
        let actor = work.actor(in: current)
        let reason = work.fields.optional("reason") ?? AssignmentReason.toTeam
        let time = max(work.time, current.assignedAt ?? current.lastOpening)
        if current.assignee == nil {
            tellUnassigned(&current, from: nil, at: time, by: actor, reason: reason, work)
        } else {
            unassign(&current, at: time, by: actor, reason: reason, work)
        }
        current.turn(into: current.standing)
        if current.lacksAdmin {
            seekAdmin(&current, preferring: nil, work)
        } else {
            // A department has it; the team's turn comes when it is handed back.
            current.queueReason = current.rest
        }
        put(current, work)
    }

    /// The conversation's case if a command may change it; answers the command if not.
    mutating func openCase(for work: Work) -> Case? {
        guard let current = cases.current(work) else {
            refuse(.noCase, work, nil)
            return nil
        }
        guard current.state.isOpen else {
            refuse(.caseNotOpen, work, current)
            return nil
        }
        if current.isOutdated(work.time) {
            refuse(.late, work, current)
            return nil
        }
        return current
    }

    /// The same for a command that turns the case, which one of a later time may have done already.
    mutating func turnableCase(for work: Work) -> Case? {
        guard let current = openCase(for: work) else { return nil }
        if let turnedAt = current.turnedAt, work.time < turnedAt {
            refuse(.late, work, current)
            return nil
        }
        return current
    }
}
