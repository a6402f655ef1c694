import Contract

/// How the tool says in words what the router names by codes.
enum CaseWords {
    /// Why a case has no admin.
    static func queueReason(_ code: String, team: String?) -> String {
        let ofTeam = team.map { " of team \($0)" } ?? ""
        return switch code {
        case "no_admin_free": "no admin\(ofTeam) is free"
        case "no_free_admin_in_team": "no admin of team \(team ?? "that it is for") is free"
        case "no_free_admin_with_skill": "no free admin\(ofTeam) has the skill"
        case "no_free_admin_with_language": "no free admin\(ofTeam) has the language"
        case "no_free_admin_in_region": "no free admin\(ofTeam) has the region"
        case "only_excluded_admins_free": "the only free admins may not have it"
        case "backfill_settling": "history is being imported"
        case "with_department": "a department has it"
        case "put_off": "it is put off"
        default: plain(code)
        }
    }

    /// What decided a category, a tier or a language.
    static func decider(_ code: String) -> String {
        if let rule = code.split(separator: ":", maxSplits: 1).dropFirst().first { return "by rule \(rule)" }
        return switch code {
        case "default": "by default"
        case "guess": "a guess"
        case "publisher": "by its publisher"
        case "kind": "by the kind of case"
        case "keywords": "by the policy's keywords"
        case "merged": "by what it was merged with"
        case "admin": "by an admin"
        case "ladder": "by the ladder of a promise"
        default: "by the \(plain(code))"
        }
    }

    /// Who did something, from an actor such as `user:u-1`.
    static func actor(_ actor: String) -> String {
        let parts = actor.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return actor }
        return "\(parts[0]) \(parts[1])"
    }

    /// A code as words.
    static func plain(_ code: String) -> String { code.replacing("_", with: " ") }

    /// A time to the second, in UTC.
    static func time(_ instant: Instant) -> String {
        String(instant.description.prefix(19)).replacing("T", with: " ")
    }

    /// How long it is from one time to another, in its two greatest units.
    static func age(from: Instant, to: Instant) -> String {
        let minutes = max(0, (to - from).wholeMicroseconds / 60_000_000)
        switch minutes {
        case ..<1: return "less than a minute"
        case ..<60: return "\(minutes) min"
        case ..<1440: return "\(minutes / 60) h \(minutes % 60) min"
        default: return "\(minutes / 1440) d \(minutes % 1440 / 60) h"
        }
    }

    /// How long it is to a time, or how late it is.
    static func time(to due: Instant, from now: Instant) -> String {
        due > now ? "in \(age(from: now, to: due))" : "late by \(age(from: due, to: now))"
    }

    /// A share as per cent.
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension CaseFacts {
    /// Why nobody has the case, in short; nil where somebody has it or it is over.
    var whyNobody: String? {
        guard isOpen, assignee == nil else { return nil }
        if let queueReason { return CaseWords.queueReason(queueReason, team: wantedTeam ?? team) }
        return switch state {
        case "waiting": "it waits for \(waitingFor.map(CaseWords.plain) ?? "an answer")"
        case "snoozed": "it is put off"
        case "escalated": "it is with \(escalatedTo ?? "a department")"
        default: queuedAt == nil ? "an admin is not looked for yet" : "an admin is being looked for"
        }
    }
}
