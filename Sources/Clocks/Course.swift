import Contract
import Policy

/// What became of a case, read from its facts: the measurements, the pauses, and what was known of it when.
struct Course: Sendable {
    private(set) var runs: [Run] = []
    private(set) var pauses: [Pause] = []
    private(set) var standings: [Standing] = []
    private(set) var acknowledgements: [Instant] = []

    /// The replies that did not reach the user, by their events.
    private let lost: Set<EventID>

    private var profile: CaseProfile
    private var assignee: String?
    private var cycle = 1
    private var stage: String?
    /// Whether the case is neither resolved nor ended otherwise.
    private var isOpen = true
    /// Whether the cycle has had its first response.
    private var isAnswered = false
    private var open: [Metric: Int] = [:]
    /// What a reopening inside the window goes on with.
    private var suspended: [Metric: Int] = [:]
    private var counts: [Metric: Int] = [:]
    /// The pause that waits for the user or a third party, and the one of a department.
    private var wait: Int?
    private var leg: Int?

    /// The course of a case whose facts these are, sorted; nil while its opening is not known.
    init?(_ facts: [Fact]) {
        guard let opening = facts.first(where: { $0.kind == .opened }),
            let kind = opening["kind"].flatMap({ CaseKind(rawValue: $0) })
        else { return nil }
        profile = CaseProfile(
            kind: kind,
            category: opening["category"].map { Name($0) },
            tier: opening["tier"].flatMap { Tier(rawValue: $0) },
            team: opening["team"].map { Name($0) },
            channel: opening["channel"].flatMap { Channel(rawValue: $0) },
            language: opening["language"].flatMap { Language($0) }
        )
        stage = opening["stage"]
        lost = facts.lostReplies
        cycle = opening["cycle"].flatMap { Int($0) } ?? 1
        // A case would have been opened by the message that was there first, had it been told in time.
        let first = facts.first { $0.kind == .posted && $0.time < opening.time }
        standings = [
            Standing(from: Moment(time: Instant(microseconds: .min), event: opening.event), profile: profile)
        ]
        beginCycle(first ?? opening, since: opening.instant("merged_opened_at"))
        if opening["asks"] == "true" { ask(opening, at: opening.time) }
        if let since = opening.instant("awaiting_since") { ask(opening, at: since) }
        for fact in facts where fact != opening { take(fact) }
    }

    private mutating func take(_ fact: Fact) {
        switch fact.kind {
        // What is told about a reply counts at the reply's time.
        case .opened, .replyFailed, .replyArrived: break
        case .posted:
            // A wait that is told of late may have been over already when it was told.
            if let place = wait, pauses[place].from.time < fact.time { endWait(fact) }
            ask(fact, at: fact.time)
        case .replied: if lost.contains(fact.event) { lose(fact) } else { reply(fact) }
        case .autoAnswered:
            if !isAnswered { drop(.firstResponse) }
            beginWait(fact, for: .user)
        case .assigned:
            assignee = fact["admin"]
            clear(.assigneeResponse, fact, "reassigned")
            begin(.assigneeResponse, fact, about: assignee)
            change(fact) { $0.team = fact["team"].map { Name($0) } ?? $0.team }
        case .unassigned:
            assignee = nil
            clear(.assigneeResponse, fact, "unassigned")
            endWait(fact)
            change(fact) { $0.team = fact["team"].map { Name($0) } ?? $0.team }
        case .waiting: beginWait(fact, for: fact["for"] == "third_party" ? .thirdParty : .user)
        case .snoozed: endWait(fact)
        case .woken:
            endWait(fact)
            if fact["asks"] == "true" { ask(fact, at: fact.time) }
        case .escalated: escalate(fact)
        case .acknowledged: acknowledgements.append(fact.time)
        case .handedBack:
            endWait(fact)
            endLeg(fact)
            stop(.department, fact, "handed_back", by: fact["admin"])
        case .categorized:
            change(fact) {
                $0.category = fact["category"].map { Name($0) } ?? $0.category
                $0.tier = fact["tier"].flatMap { Tier(rawValue: $0) } ?? $0.tier
            }
        case .updated: update(fact)
        case .resolved: resolve(fact)
        case .reopened: reopen(fact)
        case .merged: void(fact, "merged")
        case .spam: void(fact, "spam")
        }
    }
}

extension Course {
    private mutating func beginCycle(_ fact: Fact, since earlier: Instant? = nil) {
        isOpen = true
        isAnswered = false
        suspended = [:]
        for metric in [Metric.resolution, .requesterWait, .agentWork] { begin(metric, fact, since: earlier) }
        switch profile.kind {
        case .flag: begin(.moderation, fact, since: earlier)
        case .verification, .listing, .refund, .dispute: begin(.stage, fact, about: stage, since: earlier)
        default: if stage != nil { begin(.stage, fact, about: stage, since: earlier) }
        }
    }

    /// The user waits for an answer since then.
    private mutating func ask(_ fact: Fact, at time: Instant) {
        guard isOpen else { return }
        let metric = response
        if let place = open[metric] {
            if time < runs[place].start.time { runs[place].start = Moment(time: time, event: fact.event) }
        } else {
            begin(metric, fact, since: time)
        }
    }

    private mutating func reply(_ fact: Fact) {
        guard isOpen else { return }
        let metric = response
        if let place = open[metric], runs[place].start.time <= fact.time {
            stop(metric, fact, "replied", by: fact["admin"])
            isAnswered = true
        }
        stop(.update, fact, "replied", by: fact["admin"])
        begin(.update, fact)
        stopAssignee(fact)
    }

    /// A reply that did not reach the user: the assignee has done what was to be done, but the user waits on.
    private mutating func lose(_ fact: Fact) {
        guard isOpen else { return }
        for metric in [response, .update] {
            if let place = open[metric], runs[place].start.time <= fact.time { runs[place].undelivered += 1 }
        }
        stopAssignee(fact)
    }

    private mutating func stopAssignee(_ fact: Fact) {
        if let place = open[.assigneeResponse], runs[place].subject == fact["admin"] {
            stop(.assigneeResponse, fact, "replied", by: fact["admin"])
        }
    }

    /// What the user waits for, or would if there was something to answer.
    private var response: Metric { isAnswered ? .nextResponse : .firstResponse }

    private mutating func escalate(_ fact: Fact) {
        endWait(fact)
        endLeg(fact)
        clear(.department, fact, "escalated")
        guard isOpen else { return }
        if fact["escalation"] == "department" {
            begin(.department, fact, about: fact["to"])
            pauses.append(Pause(reason: .department, from: fact.moment))
            leg = pauses.count - 1
        } else {
            change(fact) { $0.team = fact["to"].map { Name($0) } ?? $0.team }
        }
    }

    private mutating func update(_ fact: Fact) {
        if let next = fact["stage"], next != stage {
            stop(.stage, fact, "stage_left")
            stage = next
            if isOpen { begin(.stage, fact, about: next) }
        }
        // A merged matter has been open since its own opening.
        if isOpen, let earlier = fact.instant("merged_opened_at") {
            for metric in [Metric.resolution, .requesterWait, .agentWork] {
                guard let place = open[metric], earlier < runs[place].start.time else { continue }
                runs[place].start = Moment(time: earlier, event: fact.event)
            }
        }
        if let since = fact.instant("awaiting_since") { ask(fact, at: since) }
    }

    private mutating func resolve(_ fact: Fact) {
        guard isOpen else { return }
        let admin = fact["by"]
        for metric in [Metric.resolution, .requesterWait, .agentWork, .moderation, .stage] {
            suspended[metric] = open[metric]
            stop(metric, fact, "resolved", by: admin)
        }
        suspended[.firstResponse] = open[.firstResponse]
        if fact["silent"] == "true" {
            clear(.nextResponse, fact, "silent")
        } else if fact["summary"] == "true" {
            stop(.nextResponse, fact, "resolved", by: admin)
        }
        stop(.department, fact, "resolved", by: admin)
        finish(fact, "resolved")
    }

    private mutating func void(_ fact: Fact, _ reason: String) {
        let whole: [Metric] = [.resolution, .requesterWait, .agentWork, .moderation, .stage, .firstResponse]
        for metric in whole where isOpen { suspended[metric] = open[metric] }
        finish(fact, reason)
    }

    /// The case is over: what still runs is promised no more.
    private mutating func finish(_ fact: Fact, _ reason: String) {
        for metric in Metric.allCases { clear(metric, fact, reason) }
        endWait(fact)
        endLeg(fact)
        assignee = nil
        isOpen = false
    }

    private mutating func reopen(_ fact: Fact) {
        let next = fact["cycle"].flatMap { Int($0) } ?? cycle
        if !isOpen, next == cycle {
            isOpen = true
            for (metric, place) in suspended {
                guard let end = runs[place].end else { continue }
                runs[place].gaps.append(Pause(reason: .resolved, from: end.moment, to: fact.moment))
                runs[place].end = nil
                open[metric] = place
            }
            suspended = [:]
        } else if next > cycle {
            finish(fact, "reopened")
            cycle = next
            beginCycle(fact)
        }
        change(fact) { _ in }
        if fact["asks"] == "true" { ask(fact, at: fact.time) }
    }
}

extension Course {
    private mutating func begin(_ metric: Metric, _ fact: Fact, about subject: String? = nil, since: Instant? = nil) {
        counts[metric, default: 0] += 1
        open[metric] = runs.count
        runs.append(
            Run(
                metric: metric,
                instance: counts[metric, default: 1],
                cycle: cycle,
                policy: fact.policy,
                start: Moment(time: min(since ?? fact.time, fact.time), event: fact.event),
                subject: subject
            )
        )
    }

    private mutating func stop(_ metric: Metric, _ fact: Fact, _ reason: String, by admin: String? = nil) {
        end(metric, Ending(isDone: true, moment: fact.moment, reason: reason, admin: admin))
    }

    private mutating func clear(_ metric: Metric, _ fact: Fact, _ reason: String) {
        end(metric, Ending(isDone: false, moment: fact.moment, reason: reason))
    }

    private mutating func end(_ metric: Metric, _ ending: Ending) {
        if let place = open.removeValue(forKey: metric) { runs[place].end = ending }
    }

    /// Takes back the last measurement, which a bot's answer has made none.
    private mutating func drop(_ metric: Metric) {
        guard let place = open.removeValue(forKey: metric) else { return }
        counts[metric, default: 1] -= 1
        runs.remove(at: place)
        open = open.mapValues { $0 > place ? $0 - 1 : $0 }
        suspended = suspended.mapValues { $0 > place ? $0 - 1 : $0 }
    }

    private mutating func beginWait(_ fact: Fact, for reason: Pause.Reason) {
        endWait(fact)
        guard isOpen else { return }
        pauses.append(Pause(reason: reason, from: fact.moment))
        wait = pauses.count - 1
    }

    private mutating func endWait(_ fact: Fact) {
        if let place = wait { pauses[place].to = fact.moment }
        wait = nil
    }

    private mutating func endLeg(_ fact: Fact) {
        if let place = leg { pauses[place].to = fact.moment }
        leg = nil
    }

    private mutating func change(_ fact: Fact, _ edit: (inout CaseProfile) -> Void) {
        edit(&profile)
        standings.append(Standing(from: fact.moment, profile: profile, assignee: assignee))
    }
}
